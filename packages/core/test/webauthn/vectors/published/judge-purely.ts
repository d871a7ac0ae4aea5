import { type FramingRules, PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import type { PublishedCase, PublishedCredential, PublishedOptions } from './published-case.js'

/** The outcome of a case. */
export interface Judgement {
  /** `accepted`, `unjudged` where a certified statement was not looked at, or the code of the refusal. */
  readonly outcome: string
  readonly says?: Readonly<Record<string, unknown>>
}

/** The day on which the vectors were collected. */
const collected = Date.UTC(2026, 10, 21)

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

/** What the pure verifiers make of a case. */
export async function judgePurely(it: PublishedCase): Promise<Judgement> {
  try {
    return await (it.credential ? judgeAuthentication(it, it.credential) : judgeRegistration(it))
  } catch (error) {
    if (error instanceof PasskeyError) return { outcome: error.code }
    throw error
  }
}

function expectedOf({ challenge, origins, rpId, options }: PublishedCase) {
  const framing: FramingRules = {
    crossOrigin: options.allowCrossOrigin === true,
    topOrigins: options.expectedTopOrigins ?? [],
  }
  const userVerification = options.requireUserVerification === true ? 'required' : 'preferred'
  return { ...framing, challenge, origins, rpId, userVerification } as const
}

async function judgeAuthentication(it: PublishedCase, credential: PublishedCredential): Promise<Judgement> {
  const { appId } = it.options
  const {
    origin: _,
    credentialId: __,
    ...says
  } = await verifyAssertion({
    response: it.response,
    expected: { ...expectedOf(it), ...(appId === undefined ? {} : { appId }) },
    credential: { ...credential, publicKey: bytes(credential.publicKeyCose) },
  })
  return { outcome: 'accepted', says }
}

async function judgeRegistration(it: PublishedCase): Promise<Judgement> {
  const { supportedAlgorithms: algorithms = [-7, -8, -257, -35], mediation } = it.options
  const { credential, attestation } = await verifyRegistration({
    response: it.response,
    expected: { ...expectedOf(it), ...statementRules(it.options), ...(mediation ? { mediation } : {}), algorithms },
  })
  const publicKey = Buffer.from(credential.publicKey).toString('base64url')
  const outcome = attestation.type === 'unjudged' ? 'unjudged' : 'accepted'
  return { outcome, says: { ...credential, publicKey, format: attestation.format } }
}

const formats = ['none', 'packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple', 'compound']
/** The maker of the TPMs of the FIDO Alliance's own tests. */
const testManufacturer = 'id:FFFFF1D0'

/** How a statement is to be judged: at its time, by the certificates that the publisher names. */
function statementRules(options: PublishedOptions) {
  const { trustAnchors, verifyAt, tpmManufacturers = [], supportedFormats, allowSha1Attestation } = options
  return {
    attestation: 'direct' as const,
    attestationFormats: supportedFormats ?? formats,
    tpmManufacturers: [...tpmManufacturers, testManufacturer],
    now: verifyAt ? Date.parse(verifyAt) : collected,
    ...(trustAnchors ? { trustAnchors: trustAnchors.map(bytes) } : {}),
    ...(options.requireTrustedAttestation ? { trust: 'required' as const } : {}),
    ...(allowSha1Attestation === false ? { attestationAlgorithms: [-7, -257] } : {}),
  }
}
