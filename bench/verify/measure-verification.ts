import { assertionActions, registrationActions } from './ceremonies.js'
import { type Extent, measure } from './measure.js'
import type { VerificationFindings } from './print-verification.js'

const algorithms = [
  { name: 'ES256', algorithm: -7, hash: 'sha256' },
  { name: 'EdDSA', algorithm: -8, hash: null },
  { name: 'RS256', algorithm: -257, hash: 'sha256' },
  { name: 'ES384', algorithm: -35, hash: 'sha384' },
] as const

/** What one response costs, for each algorithm. */
export async function measureVerification(extent: Extent): Promise<VerificationFindings> {
  const assertions: VerificationFindings['assertions'][number][] = []
  const registrations: VerificationFindings['registrations'][number][] = []
  for (const { name, algorithm, hash } of algorithms) {
    const actions = await assertionActions(algorithm, hash)
    assertions.push({ name, ...(await measure(actions, extent)) })
  }
  for (const { name, algorithm } of algorithms) {
    for (const attestation of ['none', 'self'] as const) {
      const actions = await registrationActions(algorithm, attestation)
      registrations.push({ name: `${name}, ${attestation}`, ...(await measure(actions, extent)) })
    }
  }
  return { assertions, registrations }
}
