import type { DoctorCheck } from './doctor.js'
import { finding } from './findings.js'

const dayMs = 86_400_000
const soonMs = 3 * dayMs

/** The blob of the FIDO Metadata Service, where one is configured, can be used, and still for a while. */
export const checkMetadata: DoctorCheck = async ({ settings, metadata }) => {
  if (settings.metadata === undefined) return []
  const { usable, message = '', validUntil } = await metadata.status()
  if (!usable) {
    const advice = 'Until then, no new passkey is trusted. Fetch https://mds3.fidoalliance.org, and return its text.'
    return [finding('metadata_unusable', `The authenticator metadata cannot be used. ${message} ${advice}`)]
  }
  const left = validUntil === undefined ? Number.POSITIVE_INFINITY : validUntil - settings.now()
  if (left >= soonMs) return []
  const days = Math.max(0, Math.floor(left / dayMs))
  const text = `The authenticator metadata expires in ${days} days. Fetch the next blob from https://mds3.fidoalliance.org every day.`
  return [finding('metadata_expiring', text, { days })]
}
