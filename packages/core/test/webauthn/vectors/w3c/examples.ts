import { createHash } from 'node:crypto'
import { credentialKeys } from './credential-keys.js'
import { type Draws, drawsOf } from './draws.js'
import { encodeCbor } from './encode-cbor.js'
import { statements } from './statements.js'

/** One example of the specification: what differs from the others. */
interface ExampleRow {
  /** What its values are drawn with. */
  readonly seed: string
  readonly statement: keyof typeof statements
  readonly key: keyof typeof credentialKeys
  readonly credentialIdBytes?: number
  readonly challengeBytes?: number
  /** Members of the client data beside those that every example has. */
  readonly framed?: { readonly crossOrigin: true; readonly topOrigin?: string }
}

/** @see https://www.w3.org/TR/webauthn-3/#sctn-test-vectors */
export const examples = {
  'none-es256': { seed: 'none.ES256', statement: 'none', key: 'ES256' },
  'packed-self-es256': { seed: 'packed-self.ES256', statement: 'packed-self', key: 'ES256' },
  'none-es256-crossOrigin': {
    seed: 'none.ES256.crossOrigin',
    statement: 'none',
    key: 'ES256',
    framed: { crossOrigin: true },
  },
  'none-es256-topOrigin': {
    seed: 'none.ES256.topOrigin',
    statement: 'none',
    key: 'ES256',
    framed: { crossOrigin: true, topOrigin: 'https://example.com' },
  },
  'none-es256-long-credential-id': {
    seed: 'none.ES256.long-credential-id',
    statement: 'none',
    key: 'ES256',
    credentialIdBytes: 1023,
  },
  'packed-es256': { seed: 'packed.ES256', statement: 'packed', key: 'ES256' },
  'packed-es384': { seed: 'packed.ES384', statement: 'packed', key: 'ES384' },
  'packed-es512': { seed: 'packed.ES512', statement: 'packed', key: 'ES512', challengeBytes: 128 },
  'packed-rs256': { seed: 'packed.RS256', statement: 'packed', key: 'RS256' },
  'packed-eddsa': { seed: 'packed.EdDSA', statement: 'packed', key: 'EdDSA' },
  'packed-ed448': { seed: 'packed.Ed448', statement: 'packed', key: 'Ed448' },
  'tpm-es256': { seed: 'tpm.ES256', statement: 'tpm', key: 'ES256' },
  'android-key-es256': { seed: 'android-key.ES256', statement: 'android-key', key: 'ES256' },
  'apple-es256': { seed: 'apple.ES256', statement: 'apple', key: 'ES256' },
  'fido-u2f-es256': { seed: 'fido-u2f.ES256', statement: 'fido-u2f', key: 'ES256' },
} as const satisfies Readonly<Record<string, ExampleRow>>

export type ExampleName = keyof typeof examples

/** The two ceremonies of an example, as a page would post them. */
export interface Example {
  readonly registration: Ceremony
  readonly authentication: Ceremony
  readonly algorithm: number
  /** COSE. */
  readonly publicKey: Uint8Array
}

interface Ceremony {
  readonly challenge: string
  readonly response: {
    readonly id: string
    readonly rawId: string
    readonly type: 'public-key'
    readonly response: Readonly<Record<string, string>>
  }
}

const rpIdHash = sha256(Buffer.from('example.org'))
const flag = { userPresent: 0x01, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 } as const
/** User verified, backup eligible, backed up: where chance decides, and where it still does at authentication. */
const chance = { registration: 0x1c, authentication: 0x14 } as const

/** The example, made anew from its seed. */
export function makeExample(name: ExampleName): Example {
  const row: ExampleRow = examples[name]
  const draws = drawsOf(row.seed)
  const challenge = draws.next(row.challengeBytes ?? 32)
  const key = credentialKeys[row.key](draws)
  const clientData = drawClientData(draws, row, { type: 'webauthn.create', challenge })
  const aaguid = draws.next(16)
  const credentialId = draws.next(row.credentialIdBytes ?? 32)
  const publicKey = encodeCbor(key.publicKey)
  const flags = flag.userPresent | flag.attested | (row.statement === 'fido-u2f' ? 0 : drawFlags(draws, 'registration'))
  const idLength = Uint8Array.of(credentialId.length >> 8, credentialId.length & 0xff)
  const attested = Buffer.concat([aaguid, idLength, credentialId, publicKey])
  const authenticatorData = Buffer.concat([header(flags), attested])
  const clientDataHash = sha256(clientData)
  const about = { draws, key, rpIdHash, credentialId, authenticatorData, clientDataHash }
  const statement = statements[row.statement](about)
  const members = [
    ['fmt', row.statement === 'packed-self' ? 'packed' : row.statement],
    ['attStmt', statement],
    ['authData', authenticatorData],
  ] as const
  const attestationObject = encodeCbor(new Map<string, (typeof members)[number][1]>(members))
  return {
    registration: ceremony(challenge, credentialId, { clientDataJSON: clientData, attestationObject }),
    authentication: makeAuthentication({ draws, row, credentialId, key, eligible: flags & flag.backupEligible }),
    algorithm: key.algorithm,
    publicKey,
  }
}

interface AuthenticationInput {
  readonly draws: Draws
  readonly row: ExampleRow
  readonly credentialId: Uint8Array
  readonly key: { sign(bytes: Uint8Array): Uint8Array }
  /** The BE flag of the registration: it stays what it was. */
  readonly eligible: number
}

function makeAuthentication({ draws, row, credentialId, key, eligible }: AuthenticationInput): Ceremony {
  const challenge = draws.next(row.challengeBytes ?? 32)
  const clientData = drawClientData(draws, row, { type: 'webauthn.get', challenge })
  const drawn = drawFlags(draws, 'authentication') | eligible
  const possible = eligible === 0 ? drawn & ~flag.backedUp : drawn
  const authenticatorData = header(possible | flag.userPresent)
  const signature = key.sign(Buffer.concat([authenticatorData, sha256(clientData)]))
  return ceremony(challenge, credentialId, { clientDataJSON: clientData, authenticatorData, signature })
}

interface ClientDataInput {
  readonly type: 'webauthn.create' | 'webauthn.get'
  readonly challenge: Uint8Array
}

/** Chance decides whether there is a member that is unknown. */
function drawClientData(draws: Draws, { framed }: ExampleRow, { type, challenge }: ClientDataInput): Uint8Array {
  const isExtended = ((draws.next(1)[0] ?? 0) & 1) === 1
  const claim = 'clientDataJSON may be extended with additional fields in the future, such as this'
  const extraData = isExtended ? { extraData: `${claim}: ${base64url(draws.next(16))}` } : {}
  const common = { type, challenge: base64url(challenge), origin: 'https://example.org', crossOrigin: false }
  return new TextEncoder().encode(JSON.stringify({ ...common, ...framed, ...extraData }))
}

/** What is not eligible for backup is not backed up. */
function drawFlags(draws: Draws, ceremony: keyof typeof chance): number {
  const flags = (draws.next(1)[0] ?? 0) & chance[ceremony]
  const isImpossible = ceremony === 'registration' && (flags & flag.backupEligible) === 0
  return isImpossible ? flags & ~flag.backedUp : flags
}

function header(flags: number): Uint8Array {
  return Buffer.concat([rpIdHash, Uint8Array.of(flags, 0, 0, 0, 0)])
}

function ceremony(challenge: Uint8Array, id: Uint8Array, members: Readonly<Record<string, Uint8Array>>): Ceremony {
  const response = Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, base64url(bytes)]))
  const text = base64url(id)
  return { challenge: base64url(challenge), response: { id: text, rawId: text, type: 'public-key', response } }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
