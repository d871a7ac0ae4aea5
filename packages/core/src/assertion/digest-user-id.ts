import { encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'

/** A user id in its sealed form: always 43 characters, so that the length reveals nothing. */
export async function digestUserId(userId: string): Promise<string> {
  return encodeBase64url(await platform.sha256(userId))
}
