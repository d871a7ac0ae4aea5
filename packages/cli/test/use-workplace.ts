import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { type BuiltCommand, buildCommand } from './build-command.js'
import { openWorkplace, type Workplace } from './workplace.js'

/** The built command of a test file, and the folder of the test that runs. */
export interface InWorkplace {
  readonly command: BuiltCommand
  readonly workplace: Workplace
}

/** Builds the command once per file. Each test starts processes of its own, so it may take a minute. */
export function useCommand(): Pick<InWorkplace, 'command'> {
  vi.setConfig({ testTimeout: 60_000 })
  let command: BuiltCommand | undefined
  beforeAll(() => {
    command = buildCommand()
  }, 60_000)
  afterAll(() => command?.remove())
  return {
    get command() {
      return opened(command)
    },
  }
}

/** The same, with a new folder for each test. */
export function useWorkplace(): InWorkplace {
  const built = useCommand()
  let workplace: Workplace | undefined
  beforeEach(() => {
    workplace = openWorkplace(built.command.path)
  })
  afterEach(() => workplace?.remove())
  return {
    get command() {
      return built.command
    },
    get workplace() {
      return opened(workplace)
    },
  }
}

function opened<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('Only a test that runs has it.')
  return value
}
