import type { DoctorCheck } from './doctor.js'
import { finding } from './findings.js'

/** The code says whether passkeys are on. */
export const checkPolicyMode: DoctorCheck = async ({ settings }) => {
  if (settings.policy.mode !== undefined) return []
  const message =
    "policy.mode is not set, so passkeys are off. Write policy: { mode: 'optional' }, or 'off' if you mean that."
  return [finding('passkeys_off', message)]
}
