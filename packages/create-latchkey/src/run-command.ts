import { parseArgs } from 'node:util'
import { CommandError } from './command-error.js'
import type { Example } from './example.js'
import { writeApp } from './write-app.js'

/** What the command works with. */
export interface CommandEnvironment {
  readonly examples: Readonly<Record<string, Example>>
  /** The version of the packages that a new app asks for. */
  readonly version: string
  readonly print: (text: string) => void
  readonly printError: (text: string) => void
}

const options = {
  tarballs: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** Makes the app that the arguments name. Returns the exit code: 0, or 1 if no app was made and the reason was printed. */
export function runCommand(args: readonly string[], environment: CommandEnvironment): 0 | 1 {
  try {
    const { positionals, values } = readArguments(args)
    if (values.help) environment.print(usage(environment.examples))
    else if (values.version) environment.print(environment.version)
    else createApp(positionals, values.tarballs, environment)
    return 0
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    environment.printError(error.message)
    return 1
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new CommandError(String(error instanceof Error ? error.message : error), { cause: error })
  }
}

function createApp(
  [name, folder = name, ...others]: readonly string[],
  tarballs: string | undefined,
  { examples, version, print }: CommandEnvironment,
): void {
  if (name === undefined || folder === undefined) throw new CommandError(usage(examples))
  if (others.length > 0) throw new CommandError(`One folder is enough: ${[folder, ...others].join(', ')}`)
  const example = Object.hasOwn(examples, name) ? examples[name] : undefined
  if (!example) throw new CommandError(`There is no example ${name}.\n\n${choices(examples)}`)
  writeApp({ example, version, folder, ...(tarballs === undefined ? {} : { tarballs }) })
  print(nextSteps(example, folder))
}

function nextSteps({ title, postgres }: Example, folder: string): string {
  const start = postgres ? 'DATABASE_URL=postgres://localhost/postgres npm start' : 'npm start'
  return `${title} is in ${folder}. Next:\n\n  cd ${folder}\n  npm install\n  ${start}`
}

function usage(examples: CommandEnvironment['examples']): string {
  return [
    'Makes an app with passkeys.',
    'create-latchkey <example> [folder] [--tarballs <folder of packed packages>]',
    choices(examples),
  ].join('\n\n')
}

function choices(examples: CommandEnvironment['examples']): string {
  const width = Math.max(...Object.keys(examples).map((name) => name.length))
  const rows = Object.entries(examples).map(([name, { title }]) => `  ${name.padEnd(width)}  ${title}`)
  return ['The examples:', ...rows].join('\n')
}
