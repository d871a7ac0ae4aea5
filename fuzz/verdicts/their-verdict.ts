import {
  SettingsService,
  type VerifyAuthenticationResponseOpts,
  type VerifyRegistrationResponseOpts,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { FuzzCase } from '../mutations/fuzz-case.js'
import { challenge, origin, rpId } from '../subjects/subject.js'
import { accepted, refused, type Verdict } from './verdict.js'

const common = {
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: rpId,
  requireUserVerification: true,
} as const

/** Sets the root certificate of every format in SimpleWebAuthn's global settings. */
export function trustInTheirs(certificate: string): void {
  for (const identifier of ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f'] as const) {
    SettingsService.setRootCertificates({ identifier, certificates: [certificate] })
  }
}

/** What SimpleWebAuthn makes of a case. Whatever it throws is a refusal. */
export async function theirVerdict(it: FuzzCase): Promise<Verdict> {
  try {
    const { verified } = await (it.ceremony === 'registration' ? judgeRegistration(it) : judgeAssertion(it))
    return verified ? accepted : refused('not verified')
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error))
  }
}

function judgeRegistration({ subject, response }: FuzzCase) {
  return verifyRegistrationResponse({
    ...common,
    response: response as VerifyRegistrationResponseOpts['response'],
    supportedAlgorithmIDs: [subject.algorithm],
  })
}

function judgeAssertion({ subject, response }: FuzzCase) {
  const { id, publicKey, signCount: counter } = subject.credential
  return verifyAuthenticationResponse({
    ...common,
    response: response as VerifyAuthenticationResponseOpts['response'],
    credential: { id, publicKey: publicKey.slice(), counter },
  })
}
