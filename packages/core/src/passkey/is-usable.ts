import type { PasskeyRecord } from '@latchkey/storage'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/** Whether the user can sign in with it: active, and discoverable where nobody is asked for a user name. */
export function isUsable({ status, discoverable }: PasskeyRecord, { flow }: EffectivePolicy): boolean {
  return status === 'active' && !(flow === 'smart' && discoverable === false)
}
