import type { MetadataStatus } from '@latchkey/core'
import { Command } from 'commander'
import { requirePasskeys } from '../config/require-passkeys.js'
import { withConfig } from '../config/with-config.js'
import { type ExitCode, exitCodes } from '../exit-codes.js'

interface StatusOptions {
  readonly config?: string
}

interface AcceptOptions extends StatusOptions {
  readonly older: true
  readonly actor: string
}

const configOption = [
  '--config <path>',
  'the module that makes the passkeys (default: latchkey.config.* in this folder)',
] as const

/** `latchkey metadata`; calls `end` with the exit code. */
export function metadataCommand(end: (code: ExitCode) => void): Command {
  const print = (status: MetadataStatus) => {
    console.log(lineOf(status))
    end(status.usable ? exitCodes.done : exitCodes.refused)
  }
  return new Command('metadata')
    .description('Show the authenticator metadata, or accept older metadata.')
    .addCommand(
      new Command('status')
        .description('Print whether the metadata that `metadata.read` returns can be used, and until when.')
        .option(...configOption)
        .action(async ({ config }: StatusOptions) =>
          print(await withConfig(config, (given) => requirePasskeys(given).admin.metadata.status())),
        ),
    )
    .addCommand(
      new Command('accept')
        .description('Accept the metadata that `metadata.read` returns, even if newer metadata was accepted before.')
        .requiredOption('--older', 'say that it may be older')
        .option('--actor <id>', 'who does this: the actor of the event', 'latchkey metadata')
        .option(...configOption)
        .action(async ({ config, actor }: AcceptOptions) => {
          const input = { actor: { id: actor, scope: 'environment' } } as const
          print(await withConfig(config, (given) => requirePasskeys(given).admin.metadata.acceptOlder(input)))
        }),
    )
}

function lineOf({ usable, message, number, validUntil, models }: MetadataStatus): string {
  const which = number === undefined ? '' : ` Number ${number} lists ${models} models${until(validUntil)}.`
  return `${usable ? 'Usable.' : 'Not usable.'}${message === undefined ? '' : ` ${message}`}${which}`
}

function until(validUntil: number | undefined): string {
  return validUntil === undefined ? '' : ` and is valid until ${new Date(validUntil).toISOString()}`
}
