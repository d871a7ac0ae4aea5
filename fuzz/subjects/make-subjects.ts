import { describePolicy } from '@latchkey/core'
import { verifyRegistration } from '@latchkey/core/webauthn'
import { type AttestationKind, createAuthenticator } from '@latchkey/testing'
import type { Random } from '../../faults/random.js'
import { randomBytes } from '../mutations/bytes.js'
import { expectedRegistration } from '../verdicts/expected.js'
import { creationOptions, origin, type Subject } from './subject.js'

export interface SubjectKind {
  readonly algorithm: number
  readonly attestation: AttestationKind
}

/** Formats by the names that the authenticator may know them by; those that it does not know are left out. */
const attestations = ['none', 'self', 'packed', 'tpm', 'android-key', 'apple', 'fido-u2f', 'compound'] as const

/** Which algorithms: those that are offered unless a policy says otherwise, or all. */
export type Extent = 'offered' | 'all'

/** Every algorithm and attestation that both the authenticator and the policy know. */
export function subjectKinds(extent: Extent): readonly SubjectKind[] {
  const field = describePolicy().find((it) => it.field === 'algorithms')
  const known = field?.range.kind === 'list' && Array.isArray(field.range.of) ? field.range.of : []
  const algorithms = (extent === 'all' ? known : [field?.default].flat()).map(Number)
  return algorithms
    .flatMap((algorithm) =>
      attestations.map((attestation): SubjectKind => ({ algorithm, attestation: attestation as AttestationKind })),
    )
    .filter(isKnown)
}

function isKnown({ algorithm, attestation }: SubjectKind): boolean {
  try {
    createAuthenticator({ origin, algorithms: [algorithm], attestation })
    return true
  } catch {
    return false
  }
}

/** One authenticator of each kind, with a credential that is registered. All but RSA keys come from the given chance. */
export async function makeSubjects(extent: Extent, random: Random): Promise<readonly Subject[]> {
  const subjects: Subject[] = []
  for (const kind of subjectKinds(extent)) subjects.push(await makeSubject(kind, random))
  return subjects
}

async function makeSubject({ algorithm, attestation }: SubjectKind, random: Random): Promise<Subject> {
  const signing = createAuthenticator({
    origin,
    algorithms: [algorithm],
    attestation,
    counts: true,
    randomBytes: (length) => randomBytes(random, length),
  })
  const response = await signing.create(creationOptions(algorithm))
  const { credential } = await verifyRegistration({ response, expected: expectedRegistration(algorithm) })
  return {
    name: `${algorithm} ${attestation}`,
    algorithm,
    attested: attestation !== 'none',
    registering: signing.clone(),
    signing,
    credential: { ...credential, userHandle: creationOptions(algorithm).user.id, signCount: 0 },
  }
}
