import type { AttestationConveyance, PasskeyErrorCode } from '@latchkey/wire'
import { PasskeyError } from '../../errors.js'
import type { CertifiedStatement } from '../attestation/statement.js'
import { type CertifiedFormat, certifiedFormats, type TrustRules } from '../attestation/trust-rules.js'
import { type AttestationObject, parseCompoundStatement } from '../parse/attestation-object.js'
import type { CborMap } from '../parse/cbor.js'
import { checkSignature } from './check-signature.js'
import { importKey } from './verification-keys.js'

/** What the attestation statement proves about the origin of the credential. */
export interface AttestationVerdict {
  /** The identifier of the statement format, unchanged. */
  readonly format: string
  /**
   * `none`: there is no statement. `self`: signed with the credential's own key. `certified`: signed with a certified
   * key. `unjudged`: a certified statement that was not requested and so not evaluated, or whose trust anchors could
   * not be looked up. Neither means that it is not genuine.
   */
  readonly type: 'none' | 'self' | 'certified' | 'unjudged'
  /** The certificates are verified against one of the trust anchors. Otherwise the AAGUID is only a claim. */
  readonly trusted: boolean
  /**
   * Present for an `unjudged` statement whose trust anchors could not be looked up: its certificates as DER in
   * base64url, the signer's first, for a later check.
   */
  readonly chain?: readonly string[]
}

/** The requested conveyance, and the trust rules. */
export interface AttestationRules extends TrustRules {
  readonly attestation: AttestationConveyance
  /** Default: all but `android-safetynet`. */
  readonly formats?: readonly string[] | undefined
}

/** The data that a statement attests. */
export interface AttestationContext extends Omit<CertifiedStatement, 'statement' | 'authenticatorData' | 'rules'> {
  readonly rules: AttestationRules
}

/** The error codes about an attestation, and therefore about the maker of the authenticator. */
export const attestationCodes: ReadonlySet<PasskeyErrorCode> = new Set<PasskeyErrorCode>([
  'attestation_format_unsupported',
  'attestation_statement_malformed',
  'attestation_signature_invalid',
  'attestation_alg_mismatch',
  'attestation_alg_not_allowed',
  'attestation_key_mismatch',
  'attestation_challenge_mismatch',
  'attestation_aaguid_mismatch',
  'attestation_certificate_invalid',
  'attestation_certificate_expired',
  'attestation_chain_untrusted',
  'attestation_type_not_allowed',
  'attestation_safetynet_cts',
  'attestation_safetynet_timestamp',
  'tpm_cert_info_invalid',
  'tpm_pub_area_mismatch',
  'android_key_invalid',
])

/**
 * The attestation statement is valid. If none was requested, `none` must be empty, a packed self attestation must be
 * valid, and a certified statement is neither evaluated nor trusted. Otherwise the whole statement is evaluated, and
 * trusted if the rules say so.
 *
 * @throws {PasskeyError} one of `attestationCodes`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-defined-attestation-formats
 */
export async function checkAttestation(
  object: AttestationObject,
  context: AttestationContext,
): Promise<AttestationVerdict> {
  const judgement = await judgeAny(object, context)
  const mustBeTrusted = context.rules.trust === 'required'
  if (mustBeTrusted && !judgement.trusted) throw new PasskeyError('attestation_type_not_allowed')
  return Object.freeze({ format: object.format, ...judgement })
}

type Judgement = Omit<AttestationVerdict, 'format'>

const unjudged: Judgement = { type: 'unjudged', trusted: false }

async function judgeAny(object: AttestationObject, context: AttestationContext): Promise<Judgement> {
  const { format, statement } = object
  const isAsked = context.rules.attestation !== 'none'
  if (!isSupported(format, context.rules)) throw new PasskeyError('attestation_format_unsupported')
  if (!(statement instanceof Map)) return isAsked ? judgeCompound(object, context) : unjudged
  const single = { format, statement, authenticatorData: object.authenticatorData }
  if (format === 'none') return judgeNone(single)
  if (format === 'packed' && !statement.has('x5c')) return judgeSelf(single, context)
  return isAsked ? judgeCertified(single, context) : unjudged
}

const uncertifiedFormats: readonly string[] = ['none', 'packed', 'compound']
/** Its service was shut down, so it must be enabled by name. */
const switchedOff = 'android-safetynet'

function isSupported(format: string, { attestation, formats }: AttestationRules): boolean {
  if (!uncertifiedFormats.includes(format) && !isCertified(format)) return false
  return formats?.includes(format) ?? (attestation === 'none' || format !== switchedOff)
}

function isCertified(format: string): format is CertifiedFormat {
  return certifiedFormats.some((it) => it === format)
}

interface SingleStatement extends AttestationObject {
  readonly statement: CborMap
}

function judgeNone({ statement }: SingleStatement): Judgement {
  if (statement.size > 0) throw new PasskeyError('attestation_statement_malformed')
  return { type: 'none', trusted: false }
}

async function judgeSelf(object: SingleStatement, context: AttestationContext): Promise<Judgement> {
  const { statement, authenticatorData } = object
  const { algorithm, signature } = readSelfStatement(statement)
  if (algorithm !== context.credentialKey.algorithm) throw new PasskeyError('attestation_alg_mismatch')
  const signed = { authenticatorData, clientDataHash: context.clientDataHash, signature }
  await checkSignature(await importKey(context.credentialKey), signed, 'attestation_signature_invalid')
  return { type: 'self', trusted: false }
}

function readSelfStatement(statement: CborMap): { algorithm: number; signature: Uint8Array } {
  const algorithm = statement.get('alg')
  const signature = statement.get('sig')
  const isSelf = typeof algorithm === 'number' && signature instanceof Uint8Array && !statement.has('ecdaaKeyId')
  if (!isSelf || signature.length === 0) throw new PasskeyError('attestation_statement_malformed')
  return { algorithm, signature }
}

async function judgeCertified(object: SingleStatement, context: AttestationContext): Promise<Judgement> {
  if (!isCertified(object.format)) throw new PasskeyError('attestation_format_unsupported')
  const certified = await import('../attestation/judge-certified.js')
  const { statement, authenticatorData } = object
  const input = { ...context, statement, authenticatorData }
  return certified.judgeCertified(object.format, input, context.rules)
}

/** Ordered from the weakest proof. */
const types = ['unjudged', 'none', 'self', 'certified'] as const

/** Every statement must be valid. Together they prove as much as the weakest one. */
async function judgeCompound({ statement, authenticatorData }: AttestationObject, context: AttestationContext) {
  const statements = parseCompoundStatement(statement instanceof Map ? [] : statement)
  const judgements: Judgement[] = []
  for (const single of statements) judgements.push(await judgeAny({ ...single, authenticatorData }, context))
  const least = types.find((type) => judgements.some((it) => it.type === type)) ?? 'unjudged'
  return { type: least, trusted: judgements.every(({ trusted }) => trusted) }
}
