import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PasskeyRow } from '@latchkey/core'
import { Command } from 'commander'
import { requirePasskeys } from '../config/require-passkeys.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'
import { writeNewFile } from '../write-new-file.js'

interface ExportOptions {
  readonly config?: string
  readonly out?: string
  readonly relyingParty?: string
}

/** `latchkey export`; calls `end` with the exit code. */
export function exportCommand(end: (code: ExitCode) => void): Command {
  return new Command('export')
    .description('Write every passkey as a line of JSON, which `latchkey import --from latchkey` reads.')
    .option('--out <file>', 'a new file that only its owner can read (default: stdout)')
    .option(
      '--relying-party <id>',
      'of several relying parties: the key or the RP ID of the one whose passkeys to write',
    )
    .option('--config <path>', 'the module that makes the passkeys (default: latchkey.config.* in this folder)')
    .action(async ({ config, out, relyingParty }: ExportOptions) => {
      let count = 0
      async function* lines(rows: AsyncIterable<PasskeyRow>) {
        for await (const row of rows) {
          count++
          yield `${JSON.stringify(row)}\n`
        }
      }
      await withConfig(config, (given) =>
        write(lines(requirePasskeys(given).admin.export({ relyingPartyId: relyingParty })), out),
      )
      console.error(`${count} exported.`)
      end(exitCodes.done)
    })
}

function write(lines: AsyncIterable<string>, out: string | undefined): Promise<void> {
  return out === undefined ? pipeline(Readable.from(lines), process.stdout, { end: false }) : writeNewFile(lines, out)
}
