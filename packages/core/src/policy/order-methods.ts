import type { EffectivePolicy } from './effective-policy.js'

/** The ways to sign in as a page names them: `passkey` where it can be one, first where it is preferred. */
export function orderMethods({ mode, use, preferred }: EffectivePolicy, others: readonly string[]): readonly string[] {
  const rest = others.filter((method) => method !== 'passkey')
  if (mode === 'off' || use === 'second-factor') return rest
  return preferred ? ['passkey', ...rest] : [...rest, 'passkey']
}
