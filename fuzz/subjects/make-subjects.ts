import { verifyRegistration } from '@latchkey/core/webauthn'
import { type AttestationKind, type AuthenticatorOptions, createAuthenticator } from '@latchkey/testing'
import { expectedRegistration } from '../verdicts/expected.js'
import { creationOptions, origin, type Subject } from './subject.js'

/** Every algorithm by its COSE number, and the attestations, that both the authenticator and the verifiers know. */
export const subjectKinds: readonly { readonly algorithm: number; readonly attestation: AttestationKind }[] = [
  { algorithm: -7, attestation: 'none' },
  { algorithm: -7, attestation: 'self' },
  { algorithm: -8, attestation: 'none' },
  { algorithm: -8, attestation: 'self' },
  { algorithm: -257, attestation: 'none' },
  { algorithm: -257, attestation: 'self' },
]

/** One authenticator of each kind, with a credential that is registered. */
export function makeSubjects(): Promise<readonly Subject[]> {
  return Promise.all(subjectKinds.map((kind) => makeSubject(kind)))
}

async function makeSubject({ algorithm, attestation }: (typeof subjectKinds)[number]): Promise<Subject> {
  const options: AuthenticatorOptions = { origin, algorithms: [algorithm], attestation, counts: true }
  const signing = createAuthenticator(options)
  const response = await signing.create(creationOptions(algorithm))
  const { credential } = await verifyRegistration({ response, expected: expectedRegistration(algorithm) })
  return {
    name: `${algorithm} ${attestation}`,
    algorithm,
    attested: attestation !== 'none',
    registering: createAuthenticator(options),
    signing,
    credential: { ...credential, userHandle: creationOptions(algorithm).user.id, signCount: 0 },
  }
}
