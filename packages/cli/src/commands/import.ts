import type { ImportCounts, ImportedPasskey, ImportFormat, ImportInput } from '@latchkey/core'
import { Command, Option } from 'commander'
import { requirePasskeys } from '../config/require-passkeys.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'
import { readRows } from '../rows/read-rows.js'

interface ImportOptions {
  readonly config?: string
  readonly from: ImportFormat
  readonly units: NonNullable<ImportInput['units']>
  readonly dryRun?: true
  readonly actor: string
}

/** Whose rows can be read. */
const formats = [
  'better-auth',
  'simplewebauthn',
  'auth-js',
  'nuxt-auth-utils',
  'hanko',
  'latchkey',
] as const satisfies readonly ImportFormat[]

/** `latchkey import`; hands `end` what the process is to end with. */
export function importCommand(end: (code: ExitCode) => void): Command {
  return new Command('import')
    .description('Bring passkeys from elsewhere. Safe twice: what is there stays as it is.')
    .argument('<file>', 'the rows: a JSON array, JSON lines, or the SQLite file of Better Auth')
    .addOption(new Option('--from <product>', 'whose rows they are').choices(formats).makeOptionMandatory())
    .addOption(
      new Option('--units <unit>', 'what times count that are plain numbers')
        .choices(['milliseconds', 'seconds'])
        .default('milliseconds'),
    )
    .option('--dry-run', 'write nothing, and say what would happen')
    .option('--actor <id>', 'who does this: every event says so', 'latchkey import')
    .option('--config <path>', 'the module that makes the passkeys (default: latchkey.config.* in this folder)')
    .action(async (file: string, { config, from, units, dryRun, actor }: ImportOptions) => {
      const counts = await withConfig(config, (given) =>
        requirePasskeys(given).admin.import({
          rows: readRows(file),
          format: from,
          units,
          dryRun: dryRun === true,
          actor: { id: actor },
          report: (passkey) => console.log(lineOf(passkey)),
        }),
      )
      console.log(summaryOf(counts, dryRun === true))
      end(counts.refused > 0 ? exitCodes.refused : exitCodes.done)
    })
}

const words = { imported: 'imported', already_there: 'already there', refused: 'refused' } as const

/** Texts of the file are printed as JSON: no control character of theirs reaches a terminal. */
function lineOf(passkey: ImportedPasskey): string {
  const { row, outcome, id, userId } = passkey
  const which = id === undefined ? '' : ` ${id} of ${JSON.stringify(userId)}`
  const why = passkey.outcome === 'refused' ? `: ${passkey.code}${where(passkey.field)}: ${passkey.message}` : ''
  return `row ${row}: ${words[outcome]}${which}${why}`
}

function where(field: string): string {
  return field === '' ? '' : ` (${/^\w+$/.test(field) ? field : JSON.stringify(field)})`
}

function summaryOf({ imported, alreadyThere, refused }: ImportCounts, dryRun: boolean): string {
  const counts = `${imported} imported, ${alreadyThere} already there, ${refused} refused`
  return dryRun ? `A dry run, nothing was written: ${counts}.` : `${counts}.`
}
