import { type CredentialId, isBase64url } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import { base64urlLength } from './credential-json.js'

const longest = base64urlLength(1023)

/**
 * A credential id, as a caller passed it. An invalid id is reported like an unknown one.
 *
 * @throws {PasskeyError} `not_found`
 */
export function parseCredentialId(value: unknown): CredentialId {
  if (!isCredentialId(value)) throw new PasskeyError('not_found')
  return value
}

export function isCredentialId(value: unknown): value is CredentialId {
  return typeof value === 'string' && value !== '' && value.length <= longest && isBase64url(value)
}
