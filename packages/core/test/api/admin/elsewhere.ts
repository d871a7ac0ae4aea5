import type { ImportedPasskey, ImportInput, PasskeyRow } from '@latchkey/core'
import type { Authenticator, AuthenticatorOptions } from '@latchkey/testing'
import { decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { origin, rpId, type World } from '../../world.js'

export const actor = { id: 'admin-ann' }

/** The row that SimpleWebAuthn recommends to keep. */
interface SimpleWebAuthnRow {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly userId: string
  readonly webauthnUserID: string
  readonly counter: number
  readonly deviceType: string
  readonly backedUp: boolean
  readonly transports: readonly string[]
  readonly aaguid: string
}

/** A user registers at a server made with SimpleWebAuthn, and this is the row that it stores. */
async function registerElsewhere(authenticator: Authenticator, userId: string): Promise<SimpleWebAuthnRow> {
  const options = await generateRegistrationOptions({
    rpID: rpId,
    rpName: 'Example',
    userName: userId,
    userID: new TextEncoder().encode(`handle of ${userId}`),
    authenticatorSelection: { residentKey: 'required' },
  })
  const response = await authenticator.create(options)
  const { registrationInfo } = await verifyRegistrationResponse({
    response: JSON.parse(JSON.stringify(response)),
    expectedChallenge: options.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
  })
  if (!registrationInfo) throw new TypeError('The registration has failed.')
  const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo
  return {
    id: credential.id,
    publicKey: credential.publicKey,
    userId,
    webauthnUserID: options.user.id,
    counter: credential.counter,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
    transports: response.response.transports ?? [],
    aaguid,
  }
}

/** The same passkey as one of our own rows, made without the code under test. */
function toLatchkeyRow(row: SimpleWebAuthnRow): PasskeyRow {
  return {
    latchkey: 1,
    rpId,
    id: row.id,
    userId: row.userId,
    userHandle: row.webauthnUserID,
    publicKey: encodeBase64url(row.publicKey),
    signCount: row.counter,
    signInCount: 7,
    name: 'Old phone',
    aaguid: row.aaguid,
    transports: row.transports,
    attachment: 'platform',
    discoverable: true,
    backupEligible: true,
    backedUp: true,
    status: 'active',
    createdAt: Date.UTC(2025, 0, 1),
    lastUsedAt: Date.UTC(2025, 6, 1),
  }
}

/** A passkey that was made elsewhere: its authenticator, and its row in our own form. */
export async function passkeyFromElsewhere(world: World, userId: string, options: Partial<AuthenticatorOptions> = {}) {
  const authenticator = world.authenticator(options)
  const foreign = await registerElsewhere(authenticator, userId)
  return { authenticator, foreign, row: toLatchkeyRow(foreign) }
}

/** Imports, and answers the counts and what was reported of each passkey. */
export async function importInto(
  { passkeys }: Pick<World, 'passkeys'>,
  rows: ImportInput['rows'],
  input: Partial<ImportInput> = {},
) {
  const reports: ImportedPasskey[] = []
  const counts = await passkeys.admin.import({ rows, actor, report: (it) => void reports.push(it), ...input })
  return { counts, reports }
}

/** Everything an export gives. */
export async function exportFrom({ passkeys }: Pick<World, 'passkeys'>): Promise<PasskeyRow[]> {
  const rows: PasskeyRow[] = []
  for await (const row of passkeys.admin.export()) rows.push(row)
  return rows
}

/** The bytes of a base64url text that a test knows to be one. */
export function bytesOf(text: string): Uint8Array {
  const bytes = decodeBase64url(text)
  if (!bytes) throw new TypeError('No base64url.')
  return bytes
}
