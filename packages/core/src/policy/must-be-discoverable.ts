import type { EffectivePolicy } from './effective-policy.js'

/** Whether a new passkey must work without a user name: it must wherever users may sign in without one. */
export function mustBeDiscoverable({ flow }: EffectivePolicy): boolean {
  return flow !== 'classic'
}
