import type { EffectivePolicy } from './effective-policy.js'

/** Whether a user name that is typed at sign-in finds that user's passkeys; else each must say itself whose it is. */
export function looksUpNames({ flow, enumeration }: EffectivePolicy): boolean {
  return flow !== 'smart' && enumeration !== 'usernameless-only'
}
