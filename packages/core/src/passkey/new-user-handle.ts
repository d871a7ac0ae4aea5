import { encodeBase64url, type UserHandle } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'

/** A handle for an account that comes into being: 32 random bytes, which say nothing about the user. */
export function newUserHandle({ randomBytes }: Settings): UserHandle {
  return encodeBase64url(randomBytes(32)) as UserHandle
}
