import type { CredentialId } from '@latchkey/wire'

/**
 * What is remembered of a removed id: the SHA-256 of the relying party's id, a line feed, and the credential id in
 * base64url, as 64 hexadecimal digits. It does not reveal the id, so it is not personal data of a purged user.
 */
export async function hashCredentialId(rpId: string, id: CredentialId): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${rpId}\n${id}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
