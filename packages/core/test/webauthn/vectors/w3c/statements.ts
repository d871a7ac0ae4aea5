import { createHash } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { createIssuer, extension, issue } from './certificate.js'
import type { CredentialKey } from './credential-keys.js'
import {
  context,
  type Der,
  enumerated,
  objectIdentifier,
  octetString,
  sequence,
  set,
  smallInteger,
  tagged,
  utf8String,
} from './der.js'
import type { Draws } from './draws.js'
import type { CborMap, CborValue } from './encode-cbor.js'

/** What a statement is made about. */
export interface StatementInput {
  readonly draws: Draws
  readonly key: CredentialKey
  readonly rpIdHash: Uint8Array
  readonly credentialId: Uint8Array
  readonly authenticatorData: Uint8Array
  readonly clientDataHash: Uint8Array
}

/** The certificate that every certificate of the examples leads to, DER. */
export const { certificate: rootCertificate } = createIssuer()

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const signedBytes = ({ authenticatorData, clientDataHash }: StatementInput) =>
  Buffer.concat([authenticatorData, clientDataHash])
const es256 = (bytes: Uint8Array, secretKey: Uint8Array) => p256.sign(bytes, secretKey, { format: 'der', lowS: false })
const map = (members: readonly (readonly [string, CborValue])[]): CborMap => new Map(members)

/** The statement of each example, by the word that its name begins with; the members in canonical order. */
export const statements = {
  none: () => map([]),
  'packed-self': (input) =>
    map([
      ['alg', input.key.algorithm],
      ['sig', input.key.sign(signedBytes(input))],
    ]),
  packed(input) {
    const secretKey = input.draws.next(32)
    const certificate = issue(createIssuer(), { secretKey, serialNumber: input.draws.next(16) })
    return certified(es256(signedBytes(input), secretKey), certificate)
  },
  tpm: tpmStatement,
  'android-key'(input) {
    const { secretKey } = input.key
    const extensions = [extension('1.3.6.1.4.1.11129.2.1.17', keyDescription(input.clientDataHash))]
    const certificate = issue(createIssuer(), { secretKey, serialNumber: input.draws.next(16), extensions })
    return certified(es256(signedBytes(input), secretKey), certificate)
  },
  apple(input) {
    const nonce = sequence(context(1, octetString(sha256(signedBytes(input)))))
    const { secretKey } = input.key
    const extensions = [extension('1.2.840.113635.100.8.2', nonce)]
    return map([['x5c', [issue(createIssuer(), { secretKey, serialNumber: input.draws.next(16), extensions })]]])
  },
  'fido-u2f'(input) {
    const secretKey = input.draws.next(32)
    const certificate = issue(createIssuer(), { secretKey, serialNumber: input.draws.next(16) })
    const { rpIdHash, clientDataHash, credentialId, key } = input
    const point = p256.getPublicKey(key.secretKey, false)
    const signed = Buffer.concat([Uint8Array.of(0), rpIdHash, clientDataHash, credentialId, point])
    return map([
      ['sig', es256(signed, secretKey)],
      ['x5c', [certificate]],
    ])
  },
} as const satisfies Readonly<Record<string, (input: StatementInput) => CborMap>>

function certified(signature: Uint8Array, certificate: Uint8Array): CborMap {
  return map([
    ['alg', -7],
    ['sig', signature],
    ['x5c', [certificate]],
  ])
}

/** KeyMint 3.0 that says: made here, for signing. */
function keyDescription(challenge: Uint8Array): Der {
  const [software, none] = [enumerated(0), octetString(new Uint8Array())]
  const purpose = context(1, set(smallInteger(2)))
  const origin = context(702, smallInteger(0))
  const enforced = [sequence(), sequence(purpose, origin)]
  return sequence(smallInteger(300), software, smallInteger(0), software, octetString(challenge), none, ...enforced)
}

function tpmStatement(input: StatementInput): CborMap {
  const publicArea = tpmPublicArea(input.key.publicKey)
  const attested = Buffer.concat([Buffer.from('000b', 'hex'), sha256(publicArea)])
  const certInfo = Buffer.concat([
    Buffer.from('ff54434780170000', 'hex'),
    sized(sha256(signedBytes(input))),
    Buffer.from('00000000000000001111111122222222330000000000000000', 'hex'),
    sized(attested),
    sized(new Uint8Array()),
  ])
  const secretKey = input.draws.next(32)
  const serialNumber = input.draws.next(16)
  const certificate = issue(createIssuer(), { secretKey, serialNumber, ...tpmCertificate })
  return map([
    ['alg', -7],
    ['sig', es256(certInfo, secretKey)],
    ['ver', '2.0'],
    ['x5c', [certificate]],
    ['pubArea', publicArea],
    ['certInfo', certInfo],
  ])
}

/** TPMT_PUBLIC of a P-256 key that signs. */
function tpmPublicArea(publicKey: CborMap): Uint8Array {
  const [x, y] = [publicKey.get(-2), publicKey.get(-3)]
  if (!(x instanceof Uint8Array) || !(y instanceof Uint8Array)) throw new TypeError('The TPM example has a P-256 key.')
  return Buffer.concat([Buffer.from('0023000b0004000000000010001000030010', 'hex'), sized(x), sized(y)])
}

function sized(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes])
}

const attribute = (type: string, value: string) => sequence(objectIdentifier(type), utf8String(value))
const tpmName = sequence(
  set(
    attribute('2.23.133.2.1', 'id:00000000'),
    attribute('2.23.133.2.2', 'WebAuthn test vectors'),
    attribute('2.23.133.2.3', 'id:00000000'),
  ),
)
const tpmCertificate = {
  subject: sequence(),
  extensions: [
    extension('2.5.29.37', sequence(objectIdentifier('2.23.133.8.3'))),
    extension('2.5.29.17', sequence(tagged(0xa4, tpmName)), 'critical'),
  ],
}
