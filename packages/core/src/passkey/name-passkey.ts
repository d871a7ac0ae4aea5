import type { AuthenticatorAttachment } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { providerOf } from './passkey-json.js'

const longest = 100
/** Some provider names are too long, and a number may follow. */
const longestBase = 90
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/**
 * A name as a user gave it, trimmed.
 *
 * @throws {PasskeyError} `malformed` unless 1 to 100 characters remain, none of them a control character.
 */
export function parseName(value: unknown): string {
  const name = typeof value === 'string' && value.isWellFormed() ? value.trim() : ''
  const isName = name !== '' && [...name].length <= longest && !control.test(name)
  if (isName) return name
  throw new PasskeyError('malformed', { cause: new TypeError(`name must be 1 to ${longest} printable characters.`) })
}

/**
 * An optional name, parsed with `parseName`.
 *
 * @throws {PasskeyError} as `parseName`
 */
export function parseGivenName(value: unknown): string | undefined {
  return value === undefined ? undefined : parseName(value)
}

export interface Unnamed {
  readonly aaguid: string
  readonly attachment?: AuthenticatorAttachment
  readonly transports: readonly string[]
}

/** The default name: the provider's, or else the kind of device. A duplicate gets a number. */
export async function defaultName(
  passkey: Unnamed,
  taken: readonly string[],
  { providers }: Pick<Settings, 'providers'>,
): Promise<string> {
  const base = [...((await providerOf(passkey.aaguid, providers))?.name ?? kindOf(passkey))]
    .slice(0, longestBase)
    .join('')
    .trimEnd()
  if (!taken.includes(base)) return base
  let number = 2
  while (taken.includes(`${base} ${number}`)) number++
  return `${base} ${number}`
}

function kindOf({ attachment, transports }: Unnamed): string {
  if (attachment === 'platform') return 'This device'
  if (transports.includes('hybrid')) return 'Phone or tablet'
  return attachment === 'cross-platform' ? 'Security key' : 'Passkey'
}
