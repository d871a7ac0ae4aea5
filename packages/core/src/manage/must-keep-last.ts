import type { Deployment } from '../deployment/deployment.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'

/** Whether the policy keeps this user's last active passkey; the host is asked only where that decides. */
export async function mustKeepLast(
  { settings }: Deployment,
  { removeLast }: EffectivePolicy,
  userId: string,
): Promise<boolean> {
  if (removeLast !== 'if-another-way-in') return removeLast === 'never'
  const others = (await settings.host.waysIn?.({ userId })) ?? []
  return others.length === 0
}
