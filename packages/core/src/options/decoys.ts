import { type CredentialDescriptorJSON, type CredentialId, decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import { byId } from './credential-descriptors.js'

/**
 * Descriptors of passkeys that do not exist, for an unknown identifier or a user without passkeys. The response to a
 * sign-in with an identifier then always looks the same. One identifier always gets the same decoys.
 */
export interface Decoys {
  for(identifier: string): Promise<readonly CredentialDescriptorJSON[]>
  /** Is this the id of a decoy? Only the holder of the key can tell. */
  isDecoy(id: CredentialId): Promise<boolean>
}

/** Typical passkeys: id length in bytes, and transports. Common ones are listed more than once. */
const looks: readonly { readonly bytes: number; readonly transports: readonly string[] }[] = [
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 20, transports: ['hybrid', 'internal'] },
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 16, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['hybrid', 'internal'] },
  { bytes: 32, transports: ['internal'] },
  { bytes: 32, transports: ['internal'] },
  { bytes: 48, transports: ['usb'] },
]

const markBytes = 8
/** Two in five users have a second passkey. */
const secondBelow = 102

const text = new TextEncoder()

export interface DecoyScope {
  readonly environment: string
  readonly rpId: string
}

/** @param key Must never change: a decoy that changes reveals itself. */
export function createDecoys(key: Uint8Array, { environment, rpId }: DecoyScope): Decoys {
  const derive = async (use: string, data: Uint8Array): Promise<Uint8Array> => {
    const useKey = await platform.hmacSha256(
      key,
      text.encode(JSON.stringify(['latchkey/v1 decoy', environment, rpId, use])),
    )
    return platform.hmacSha256(useKey, data)
  }
  const markOf = async (stem: Uint8Array): Promise<Uint8Array> => (await derive('mark', stem)).slice(0, markBytes)

  async function decoy(identifier: string, index: number): Promise<CredentialDescriptorJSON> {
    const data = text.encode(`${index}:${identifier}`)
    const [choice = 0] = await derive('look', data)
    const { bytes, transports } = looks[choice % looks.length] ?? { bytes: 32, transports: ['internal'] }
    const random = new Uint8Array([...(await derive('id', data)), ...(await derive('more', data))])
    const stem = random.slice(0, bytes - markBytes)
    const id = encodeBase64url(new Uint8Array([...stem, ...(await markOf(stem))])) as CredentialId
    return { type: 'public-key', id, transports }
  }

  return {
    async for(typed) {
      // Most apps ignore case. Case-sensitive decoys would reveal which identifiers exist.
      const identifier = typed.toLowerCase()
      const [chance = 0] = await derive('count', text.encode(identifier))
      const indexes = chance < secondBelow ? [0, 1] : [0]
      const decoys = await Promise.all(indexes.map((index) => decoy(identifier, index)))
      return decoys.sort(byId)
    },
    async isDecoy(id) {
      const bytes = decodeBase64url(id)
      if (!bytes || bytes.length <= markBytes) return false
      return platform.equal(bytes.subarray(-markBytes), await markOf(bytes.subarray(0, -markBytes)))
    },
  }
}
