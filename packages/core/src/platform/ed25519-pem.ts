import type { PublicKey } from '../cose-key.js'

const start = { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' } as const
const keyBytes = 32

/**
 * The DER bytes of an Ed25519 key in PEM, as OpenSSL writes it: `openssl genpkey -algorithm ed25519`, and
 * `openssl pkey -pubout` for its public half. Undefined for any other text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8410
 */
export function readEd25519Pem(pem: unknown, half: keyof typeof start): Uint8Array | undefined {
  if (typeof pem !== 'string') return undefined
  const label = half === 'private' ? 'PRIVATE KEY' : 'PUBLIC KEY'
  const lines = new RegExp(`^\\s*-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----\\s*$`).exec(pem)
  const der = fromBase64(lines?.[1]?.replace(/\s/g, '') ?? '')
  const head = start[half]
  const isKey = der?.length === head.length / 2 + keyBytes && toHex(der.subarray(0, head.length / 2)) === head
  return isKey ? der : undefined
}

/** The public key of a PEM, or undefined for any other text. */
export function readEd25519PublicKey(pem: unknown): PublicKey | undefined {
  const der = readEd25519Pem(pem, 'public')
  return der && { keyType: 'OKP', curve: 6, x: der.subarray(-keyBytes) }
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
