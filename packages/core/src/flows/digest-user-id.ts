import { encodeBase64url } from '@latchkey/wire'
import { platform } from '../platform/node.js'

/** A user id as it is sealed into a sign-in by identifier: always 43 characters, whoever it is. */
export async function digestUserId(userId: string): Promise<string> {
  return encodeBase64url(await platform.sha256(userId))
}
