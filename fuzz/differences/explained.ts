import { isoBase64URL } from '@simplewebauthn/server/helpers'
import { explainedStatements } from './explained-statements.js'
import type { Explanation } from './explanation.js'
import { areExtensions, hasWrongTypes, idOf, isAmbiguous, isEcdsa, textsOf } from './loose-parts.js'
import {
  attestationOf,
  authenticatorDataOf,
  bytesOf,
  clientDataOf,
  clientDataText,
  decodedMap,
  envelopeOf,
  isObject,
  partsOf,
  publicKeyBytesOf,
  publicKeyOf,
} from './read-case.js'
import { isSoundKey, isWholeKey } from './sound-key.js'
import {
  beginsWithMinimalCbor,
  isCanonicalBase64url,
  isInCanonicalOrder,
  isMinimalCbor,
  isPlainCbor,
  isStrictDer,
} from './strictness.js'

const theyAccept = { theirs: 'accepts' } as const

/**
 * Every allowed difference between the two libraries. A difference without an explanation here is a fault, of one
 * library or the other.
 */
export const explained: readonly Explanation[] = [
  {
    name: 'Base64url with padding, foreign characters or loose bits',
    ...theyAccept,
    ours: 'malformed_response',
    applies: (it) => textsOf(it).some((text) => !isCanonicalBase64url(text)),
    reason: 'a value with two spellings is two values in a text comparison',
  },
  {
    name: 'A part of the other ceremony beside its own',
    ...theyAccept,
    ours: 'malformed_response',
    applies: (it) => partsOf(it)[it.ceremony === 'registration' ? 'signature' : 'attestationObject'] !== undefined,
    reason: 'no client answers both questions at once',
  },
  {
    name: 'Extension results that are no object',
    ...theyAccept,
    ours: 'malformed_response',
    applies: (it) => !isObject(envelopeOf(it).clientExtensionResults ?? {}),
    reason: 'the other library does not read them',
  },
  {
    name: 'A user handle that is no text, or longer than 64 bytes',
    ceremony: 'authentication',
    ...theyAccept,
    ours: 'malformed_response',
    applies: (it) => {
      const { userHandle } = partsOf(it)
      return typeof userHandle === 'string' ? userHandle.length > 86 : userHandle !== null && userHandle !== undefined
    },
    reason: 'the other library does not read it',
  },
  {
    name: 'A response for another credential',
    ceremony: 'authentication',
    ...theyAccept,
    ours: 'credential_not_found',
    applies: (it) => envelopeOf(it).id !== it.subject.credential.id,
    reason: 'there the caller finds the credential, and has compared',
  },
  {
    name: 'A response for another user',
    ceremony: 'authentication',
    ...theyAccept,
    ours: 'user_handle_mismatch',
    applies: (it) => partsOf(it).userHandle !== it.subject.credential.userHandle,
    reason: 'there the caller compares the user handle',
  },
  {
    name: 'Client data that two parsers read differently',
    ...theyAccept,
    ours: 'malformed_client_data',
    applies: (it) => isAmbiguous(clientDataText(it)) || hasWrongTypes(clientDataOf(it)),
    reason: 'bytes that are no UTF-8, a checked name twice, or one of another type',
  },
  {
    name: 'In a frame, where that is not allowed',
    ...theyAccept,
    ours: 'cross_origin_not_allowed',
    applies: (it) => clientDataOf(it).crossOrigin === true || clientDataOf(it).topOrigin !== undefined,
    reason: 'the other library does not look at registrations, and not at frames whose page is not named',
  },
  {
    name: 'An attestation object that is not in strict CBOR',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'malformed_attestation_object',
    applies: (it) => {
      const bytes = bytesOf(it, 'attestationObject')
      return (
        !(attestationOf(it).statement instanceof Map) || !isMinimalCbor(bytes) || !isPlainCbor(decodedMap(bytes), 4)
      )
    },
    reason: 'bytes behind it, long lengths, floats, deep or endless nesting, or a statement that is no map',
  },
  {
    name: 'Extensions that are not in strict CBOR',
    ...theyAccept,
    ours: 'malformed_authenticator_data',
    applies: (it) => {
      const { extensionsDataBuffer } = authenticatorDataOf(it)
      return extensionsDataBuffer !== undefined && !areExtensions(extensionsDataBuffer)
    },
    reason: 'keys that are no short texts or out of order, floats, deep nesting, or no map at all',
  },
  {
    name: 'Another id in the envelope than in the credential',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'credential_id_mismatch',
    applies: (it) => envelopeOf(it).id !== isoBase64URL.fromBuffer(idOf(it)),
    reason: 'the other library returns the id of the credential, whatever the envelope says',
  },
  {
    name: 'A credential id that is too short',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'credential_id_invalid',
    applies: (it) => idOf(it).length < 16,
    reason: 'sixteen bytes are the least that cannot be guessed',
  },
  {
    name: 'A credential id that is too long',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'credential_id_too_long',
    applies: (it) => idOf(it).length > 1023,
    reason: 'section 7.1, step 25',
  },
  {
    name: 'A public key that is not whole, or not in strict CBOR',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'malformed_public_key',
    applies: (it) => {
      const key = publicKeyOf(it)
      const isStrict = isInCanonicalOrder(key) && isPlainCbor(key, 2) && beginsWithMinimalCbor(publicKeyBytesOf(it))
      return !isWholeKey(key) || !isStrict
    },
    reason: 'without attestation the other library first reads the key at a sign-in',
  },
  {
    name: 'A public key that is not sound',
    ceremony: 'registration',
    ...theyAccept,
    ours: 'public_key_invalid',
    applies: (it) => !isSoundKey(publicKeyOf(it)),
    reason: 'without attestation the other library first uses the key at a sign-in',
  },
  {
    name: 'A signature in loose DER',
    ceremony: 'authentication',
    ...theyAccept,
    ours: 'signature_invalid',
    applies: (it) => isEcdsa(it.subject.credential.publicKey) && !isStrictDer(bytesOf(it, 'signature')),
    reason: 'a signature has one spelling',
  },
  {
    name: 'An unknown token binding',
    ours: 'accepts',
    theirs: /tokenBinding/i,
    applies: (it) => clientDataOf(it).tokenBinding !== undefined,
    reason: 'Level 3 reserves the member; genuine clients have sent what the other library refuses',
  },
  {
    name: 'An algorithm that the other library cannot verify',
    ours: 'accepts',
    theirs: /./,
    applies: (it) => [-9, -51, -52, -47, -19, -53, -48, -49, -50].includes(it.subject.algorithm),
    reason: 'the fully specified ECDSA and EdDSA, secp256k1, Ed448, and ML-DSA where the runtime has none',
  },
  ...explainedStatements,
]
