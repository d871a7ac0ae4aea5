import type { MigrateOptions, SchemaStatus } from '@latchkey/storage'
import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandError } from '../command-error.js'
import type { Config } from '../config/parse-config.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'

interface CommandOptions {
  readonly config?: string
  readonly status?: true
  readonly sql?: true
  readonly from?: number
  readonly environment?: string
}

type Migrate = (config: Pick<Config, 'storage' | 'passkeys'>, options: CommandOptions) => Promise<ExitCode>

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
    .option(
      '--environment <name>',
      'the environment that owns the rows of migration 7 and before (default: that of the passkeys in the config)',
    )
    .option('--from <number>', 'with --sql: only the migrations after this one', parseNumber)
    .action(async (options: CommandOptions, command: Command) => {
      if (options.from !== undefined && !options.sql) command.error('error: --from goes with --sql')
      end(await withConfig(options.config, (given) => modeOf(options)(given, options)))
    })
}

function modeOf({ status, sql }: CommandOptions): Migrate {
  if (status) return printStatus
  return sql ? printSql : migrate
}

const migrate: Migrate = async ({ storage: { schema }, passkeys }, options) => {
  if (schema === undefined) return print('This storage has no schema: there is nothing to migrate.')
  const before = await schema.status()
  refuseNewer(before)
  const after = await schema.migrate(ownerOf(passkeys, options))
  refuseNewer(after)
  if (isBehind(after)) {
    const { current, wanted } = after
    throw new CommandError('schema_behind', `The migrations have run, but the schema is at ${current} of ${wanted}.`)
  }
  return before.current === after.current
    ? print(`The schema is up to date at ${after.current}.`)
    : print(`The schema was at ${before.current} and is up to date at ${after.current}.`)
}

const printStatus: Migrate = async ({ storage: { schema } }) => {
  if (schema === undefined) return print('This storage has no schema: there is nothing to migrate.')
  const status = await schema.status()
  print(`current: ${status.current}\nwanted: ${status.wanted}`)
  refuseNewer(status)
  return isBehind(status) ? exitCodes.behind : exitCodes.done
}

const printSql: Migrate = async ({ storage: { schema }, passkeys }, options) =>
  print(
    schema?.sql(options.from ?? 0, ownerOf(passkeys, options)).trimEnd() ??
      '-- This storage has no schema: there is nothing to migrate.',
  )

/** Who owns rows that were written before rows named their environment. */
function ownerOf(
  passkeys: Config['passkeys'],
  { environment = passkeys?.environment }: CommandOptions,
): MigrateOptions {
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(passkeys?.relyingParty === undefined ? {} : { relyingPartyIds: idsOf(passkeys) }),
  }
}

function idsOf({ relyingParty, relyingParties = {} }: NonNullable<Config['passkeys']>): readonly string[] {
  const several = Object.values(relyingParties).map((one) => one.relyingParty.id)
  return several.length > 0 ? several : [relyingParty.id]
}

function isBehind({ current, wanted }: SchemaStatus): boolean {
  return current < wanted
}

function refuseNewer({ current, wanted }: SchemaStatus): void {
  if (current <= wanted) return
  throw new CommandError(
    'schema_newer',
    `The schema is at ${current}, and the newest that this adapter knows is ${wanted}. ` +
      'Install the version of the adapter that migrated it, or a newer one.',
  )
}

function parseNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Use the number of a migration, or 0 for all.')
}

function print(text: string): ExitCode {
  console.log(text)
  return exitCodes.done
}
