import { type Challenge, encodeBase64url } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { type Begun, type Binding, digestBinding, isNative } from './ceremony.js'

const idBytes = 16
const challengeBytes = 32

/** The start of every ceremony: a random id, a random challenge, and the times between which it is valid. */
export async function beginCeremony(
  { randomBytes, now }: Settings,
  { ceremonySeconds }: EffectivePolicy,
  binding: Binding,
): Promise<Begun> {
  const issuedAt = now()
  return {
    id: encodeBase64url(randomBytes(idBytes)),
    challenge: encodeBase64url(randomBytes(challengeBytes)) as Challenge,
    issuedAt,
    expiresAt: issuedAt + ceremonySeconds * 1000,
    binding: await digestBinding(binding),
    ...(isNative(binding) ? { channel: 'native' } : {}),
  }
}
