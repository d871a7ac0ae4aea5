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
  readonly relyingParty?: string
}

/** The products whose rows can be parsed. */
const formats = [
  'better-auth',
  'simplewebauthn',
  'auth-js',
  'nuxt-auth-utils',
  'hanko',
  'latchkey',
] as const satisfies readonly ImportFormat[]

/** `latchkey import`; calls `end` with the exit code. */
export function importCommand(end: (code: ExitCode) => void): Command {
  return new Command('import')
    .description('Import passkeys from another product. Running it twice is safe: existing passkeys stay as they are.')
    .argument('<file>', 'the rows: a JSON array, JSON lines, or the SQLite file of Better Auth')
    .addOption(new Option('--from <product>', 'the product that wrote the rows').choices(formats).makeOptionMandatory())
    .addOption(
      new Option('--units <unit>', 'the unit of times that are plain numbers')
        .choices(['milliseconds', 'seconds'])
        .default('milliseconds'),
    )
    .option('--dry-run', 'write nothing, and print what would happen')
    .option('--actor <id>', 'who does this: the actor of every event', 'latchkey import')
    .option(
      '--relying-party <id>',
      'of several relying parties: the key or the RP ID of the one that the passkeys are for',
    )
    .option('--config <path>', 'the module that makes the passkeys (default: latchkey.config.* in this folder)')
    .action(async (file: string, { config, from, units, dryRun, actor, relyingParty }: ImportOptions) => {
      const counts = await withConfig(config, (given) =>
        requirePasskeys(given).admin.import({
          relyingPartyId: relyingParty,
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

/** Texts of the file are printed as JSON, so that no control character reaches the terminal. */
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
  return dryRun ? `Dry run, nothing was written: ${counts}.` : `${counts}.`
}
