import { describePolicy } from '@latchkey/core'
import { verifyRegistration } from '@latchkey/core/webauthn'
import {
  type AttestationAuthority,
  type AttestationKind,
  createAttestationAuthority,
  createAuthenticator,
} from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'
import { randomBytes } from '../mutations/bytes.js'
import { expectedRegistration } from '../verdicts/expected.js'
import { trustInTheirs } from '../verdicts/their-verdict.js'
import { creationOptions, origin, type Subject } from './subject.js'

export interface SubjectKind {
  readonly algorithm: number
  readonly attestation: AttestationKind
}

/** Statements with certificates; all but the first are about keys of ES256. SafetyNet is switched off, by its maker too. */
const certified = ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f', 'compound'] as const
const es256 = -7

/** Which algorithms: those that are offered unless a policy says otherwise, or all. */
export type Extent = 'offered' | 'all'

/** Every algorithm that the policy knows, and every statement format that the authenticator can make. */
export function subjectKinds(extent: Extent): readonly SubjectKind[] {
  const field = describePolicy().find((it) => it.field === 'algorithms')
  const known = field?.range.kind === 'list' && Array.isArray(field.range.of) ? field.range.of : []
  const algorithms = (extent === 'all' ? known : [field?.default].flat()).map(Number)
  return [
    ...algorithms.flatMap((algorithm) =>
      (['none', 'self'] as const).map((attestation): SubjectKind => ({ algorithm, attestation })),
    ),
    ...certified.map((attestation): SubjectKind => ({ algorithm: es256, attestation })),
  ]
}

/** One authenticator of each kind, with a credential that is registered. All but RSA keys come from the given chance. */
export async function makeSubjects(extent: Extent, random: Random): Promise<readonly Subject[]> {
  const authority = createAttestationAuthority()
  trustInTheirs(authority.rootPem)
  const subjects: Subject[] = []
  for (const kind of subjectKinds(extent)) subjects.push(await makeSubject(kind, authority, random))
  return subjects
}

/** A model of authenticator; those of U2F have none. */
const model = 'adce0002-35bc-c60a-648b-0b25f1f05503'

/** Android sends its root as well, and the other library wants it there. */
function withItsRoot(authority: AttestationAuthority): AttestationAuthority {
  return { ...authority, issue: (...wanted) => [...authority.issue(...wanted), authority.root] }
}

async function makeSubject(kind: SubjectKind, authority: AttestationAuthority, random: Random): Promise<Subject> {
  const { algorithm, attestation } = kind
  const signing = createAuthenticator({
    origin,
    algorithms: [algorithm],
    attestation,
    authority: attestation === 'android-key' ? withItsRoot(authority) : authority,
    ...(attestation === 'fido-u2f' ? {} : { aaguid: model }),
    counts: true,
    randomBytes: (length) => randomBytes(random, length),
  })
  const response = await signing.create(creationOptions(algorithm))
  const trustAnchor = authority.root
  const expected = expectedRegistration({ algorithm, trustAnchor })
  const { credential } = await verifyRegistration({ response, expected })
  return {
    name: `${algorithm} ${attestation}`,
    algorithm,
    attested: attestation !== 'none',
    certified: certified.some((format) => format === attestation),
    trustAnchor,
    registering: signing.clone(),
    signing,
    credential: { ...credential, userHandle: creationOptions(algorithm).user.id, signCount: 0 },
  }
}
