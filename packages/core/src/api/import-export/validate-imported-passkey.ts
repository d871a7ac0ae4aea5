import type { CoseKey } from '../../cose-key.js'
import { PasskeyError } from '../../errors.js'
import { parseName } from '../../passkey/name-passkey.js'
import { parseCoseKey } from '../../webauthn/parse/cose-key.js'
import { checkBackupFlags } from '../../webauthn/verify/check-backup-flags.js'
import { checkCredentialId } from '../../webauthn/verify/check-credential-id.js'
import { checkPublicKey } from '../../webauthn/verify/public-key/check-public-key.js'
import { RowRefusal, type RowRefusalCode, rowRefusals } from './formats/row.js'
import type { ForeignPasskey } from './formats/row-format.js'

/** The values that an imported passkey is checked against. */
export interface JudgedBy {
  readonly rpId: string
  readonly now: number
}

/** Valid, as far as that can be checked without a store. Its algorithm is read from its key. */
export interface SoundPasskey extends ForeignPasskey {
  readonly algorithm: number
}

const longestKey = 4096
/** No passkey is older. */
const firstPasskeys = Date.UTC(2012, 0)

/**
 * The passkey could have been registered here: its id, its key and its flags pass the checks of a registration, it
 * belongs to this relying party if it names one, and its times are after 2011 and not in the future.
 *
 * @throws {RowRefusal}
 */
export function validateImportedPasskey(passkey: ForeignPasskey, { rpId, now }: JudgedBy): SoundPasskey {
  const { fields, publicKey, name, backupEligible, backedUp } = passkey
  if ((passkey.rpId ?? rpId) !== rpId) throw new RowRefusal('relying_party_mismatch', 'rpId')
  check(fields.id, () => checkCredentialId(passkey, passkey.id))
  const { algorithm } = check(fields.publicKey, () => soundKey(publicKey))
  if (backupEligible !== undefined) check(fields.backedUp, () => checkBackupFlags({ backupEligible, backedUp }))
  checkInstant(passkey.createdAt, { field: fields.createdAt, now })
  checkInstant(passkey.lastUsedAt, { field: fields.lastUsedAt, now })
  return { ...passkey, algorithm, name: name === undefined ? undefined : check('name', () => parseName(name)) }
}

/** A number in another unit than the import's is in 1970, or thousands of years ahead. */
function checkInstant(instant: number | undefined, { field, now }: { readonly field: string; readonly now: number }) {
  if (instant === undefined) return
  if (instant > now) throw new RowRefusal('malformed', field)
  if (instant < firstPasskeys) throw new RowRefusal('time_unit_unclear', field)
}

function soundKey(publicKey: Uint8Array): CoseKey {
  if (publicKey.length > longestKey) throw new PasskeyError('malformed_public_key')
  const key = parseCoseKey(publicKey)
  checkPublicKey(key)
  return key
}

/** The checks of a registration, by the field that they are about. */
function check<Answer>(field: string, question: () => Answer): Answer {
  try {
    return question()
  } catch (error) {
    if (error instanceof PasskeyError && isRefusal(error.code)) throw new RowRefusal(error.code, field)
    throw error
  }
}

function isRefusal(code: string): code is RowRefusalCode {
  return Object.hasOwn(rowRefusals, code)
}
