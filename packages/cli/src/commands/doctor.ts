import type { DoctorReport, Finding } from '@latchkey/core'
import { Command, InvalidArgumentError } from 'commander'
import { CommandError } from '../command-error.js'
import { requirePasskeys } from '../config/require-passkeys.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'

interface DoctorOptions {
  readonly config?: string
  readonly offline?: true
  readonly strict?: true
  readonly json?: true
  readonly secretCreated?: number
  readonly otherRpId?: readonly string[]
}

/** `latchkey doctor`; calls `end` with the exit code. */
export function doctorCommand(end: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .description(
      'Check the configuration, the database and the origins. Changes nothing. Exits with 1 if it finds an error, so that a deployment stops.',
    )
    .option('--offline', 'request no origin: check only the configuration and the database')
    .option('--strict', 'exit with 1 for a warning too')
    .option('--json', 'print the report as JSON')
    .option('--secret-created <date>', 'when the first secret was created, such as 2026-01-31', parseDate)
    .option('--other-rp-id <id...>', 'RP IDs of other deployments that store passkeys in this database')
    .option('--config <path>', 'the module that makes the passkeys (default: latchkey.config.* in this folder)')
    .action(async (options: DoctorOptions) => {
      const report = await withConfig(options.config, (given) => examine(requirePasskeys(given), options))
      console.log(options.json ? JSON.stringify(report, undefined, 2) : linesOf(report))
      end(isRefused(report, options) ? exitCodes.refused : exitCodes.done)
    })
}

async function examine(
  { doctor }: ReturnType<typeof requirePasskeys>,
  { offline, secretCreated, otherRpId }: DoctorOptions,
): Promise<DoctorReport> {
  if (typeof doctor !== 'function') {
    throw new CommandError(
      'config_invalid',
      'The passkeys of the config have no doctor. Install a newer version of @latchkey/core.',
    )
  }
  return doctor({
    ...(offline ? {} : { fetch: globalThis.fetch }),
    ...(secretCreated === undefined ? {} : { secretCreatedAt: secretCreated }),
    ...(otherRpId === undefined ? {} : { otherRpIds: otherRpId }),
  })
}

function isRefused({ healthy, findings }: DoctorReport, { strict }: DoctorOptions): boolean {
  return !healthy || (strict === true && findings.some(({ level }) => level === 'warning'))
}

function linesOf({ findings }: DoctorReport): string {
  return findings.length === 0 ? 'No problems found.' : findings.map(lineOf).join('\n')
}

function lineOf({ level, name, message }: Finding): string {
  return `${level} ${name}: ${message}`
}

function parseDate(text: string): number {
  const at = Date.parse(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at)) return at
  throw new InvalidArgumentError('Use a date, such as 2026-01-31.')
}
