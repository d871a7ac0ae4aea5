import { PasskeyError } from '../errors.js'
import type { AttestationObject } from '../parse/attestation-object.js'
import type { CborMap } from '../parse/cbor.js'
import type { CoseKey } from '../parse/cose-key.js'
import { checkSignature } from './check-signature.js'
import { importKey } from './verification-keys.js'

/** What the attestation statement proves about where the credential came from. */
export interface AttestationVerdict {
  readonly format: string
  /** `unjudged`: a certified statement came unasked and was not looked at. */
  readonly type: 'none' | 'self' | 'certified' | 'unjudged'
  readonly trusted: boolean
}

export interface AttestationContext {
  readonly credentialKey: CoseKey
  readonly clientDataHash: Uint8Array
}

type Judge = (object: AttestationObject, context: AttestationContext) => Promise<AttestationVerdict['type']>

const unjudged: Judge = async () => 'unjudged'

/** Attestation statement formats, by their identifiers as IANA registers them. Case matters. */
const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['none', judgeNone],
  ['packed', judgePacked],
  ['tpm', unjudged],
  ['android-key', unjudged],
  ['android-safetynet', unjudged],
  ['fido-u2f', unjudged],
  ['apple', unjudged],
])

/**
 * The attestation statement is one that may stand there when no attestation was asked for: `none` is empty, a packed
 * self attestation holds, a certified one that came unasked is not judged and trusted by nobody.
 *
 * @throws {PasskeyError} `attestation_format_unsupported`, `attestation_statement_malformed`,
 *   `attestation_alg_mismatch`, `attestation_signature_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats
 */
export async function checkAttestation(
  object: AttestationObject,
  context: AttestationContext,
): Promise<AttestationVerdict> {
  const judge = judges.get(object.format)
  if (!judge) throw new PasskeyError('attestation_format_unsupported')
  return { format: object.format, type: await judge(object, context), trusted: false }
}

async function judgeNone({ statement }: AttestationObject): Promise<'none'> {
  if (statement.size > 0) throw new PasskeyError('attestation_statement_malformed')
  return 'none'
}

async function judgePacked(object: AttestationObject, context: AttestationContext): Promise<'self' | 'unjudged'> {
  const { statement, authenticatorData } = object
  if (statement.has('x5c')) return 'unjudged'
  const { algorithm, signature } = readSelfStatement(statement)
  if (algorithm !== context.credentialKey.algorithm) throw new PasskeyError('attestation_alg_mismatch')
  const signed = { authenticatorData, clientDataHash: context.clientDataHash, signature }
  await checkSignature(await importKey(context.credentialKey), signed, 'attestation_signature_invalid')
  return 'self'
}

function readSelfStatement(statement: CborMap): { algorithm: number; signature: Uint8Array } {
  const algorithm = statement.get('alg')
  const signature = statement.get('sig')
  const isSelf = typeof algorithm === 'number' && signature instanceof Uint8Array && !statement.has('ecdaaKeyId')
  if (!isSelf || signature.length === 0) throw new PasskeyError('attestation_statement_malformed')
  return { algorithm, signature }
}
