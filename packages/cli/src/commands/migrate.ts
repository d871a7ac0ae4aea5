import type { PasskeyStorage, SchemaStatus } from '@latchkey/storage'
import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandError } from '../command-error.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'

interface MigrateOptions {
  readonly config?: string
  readonly status?: true
  readonly sql?: true
  readonly from?: number
}

type Migrate = (storage: PasskeyStorage, options: MigrateOptions) => Promise<ExitCode>

/** `latchkey migrate`; calls `end` with the exit code. */
export function migrateCommand(end: (code: ExitCode) => void): Command {
  return new Command('migrate')
    .description(
      "Run the migrations that the storage's database lacks. Running it twice, or in two processes at once, is safe.",
    )
    .option('--config <path>', 'the module that makes the storage (default: latchkey.config.* in this folder)')
    .option('--status', 'print the version of the schema and run nothing: exits with 0 when up to date, 1 when behind')
    .addOption(
      new Option('--sql', 'print the statements for your own migration tool and run nothing').conflicts('status'),
    )
    .option('--from <number>', 'with --sql: only the migrations after this one', parseNumber)
    .action(async (options: MigrateOptions, command: Command) => {
      if (options.from !== undefined && !options.sql) command.error('error: --from goes with --sql')
      end(await withConfig(options.config, ({ storage }) => modeOf(options)(storage, options)))
    })
}

function modeOf({ status, sql }: MigrateOptions): Migrate {
  if (status) return printStatus
  return sql ? printSql : migrate
}

const migrate: Migrate = async ({ schema }) => {
  if (schema === undefined) return print('This storage has no schema: there is nothing to migrate.')
  const before = await schema.status()
  refuseNewer(before)
  const after = await schema.migrate()
  refuseNewer(after)
  if (isBehind(after)) {
    const { current, wanted } = after
    throw new CommandError('schema_behind', `The migrations have run, but the schema is at ${current} of ${wanted}.`)
  }
  return before.current === after.current
    ? print(`The schema is up to date at ${after.current}.`)
    : print(`The schema was at ${before.current} and is up to date at ${after.current}.`)
}

const printStatus: Migrate = async ({ schema }) => {
  if (schema === undefined) return print('This storage has no schema: there is nothing to migrate.')
  const status = await schema.status()
  print(`current: ${status.current}\nwanted: ${status.wanted}`)
  refuseNewer(status)
  return isBehind(status) ? exitCodes.behind : exitCodes.done
}

const printSql: Migrate = async ({ schema }, { from = 0 }) =>
  print(schema?.sql(from).trimEnd() ?? '-- This storage has no schema: there is nothing to migrate.')

function isBehind({ current, wanted }: SchemaStatus): boolean {
  return current < wanted
}

function refuseNewer({ current, wanted }: SchemaStatus): void {
  if (current <= wanted) return
  throw new CommandError(
    'schema_newer',
    `The schema is at ${current}, and the newest that this adapter knows is ${wanted}. ` +
      'Install the version of the adapter that migrated it, or a later one.',
  )
}

function parseNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is the number of a migration, or 0 for all.')
}

function print(text: string): ExitCode {
  console.log(text)
  return exitCodes.done
}
