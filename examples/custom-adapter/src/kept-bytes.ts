import type { CodeRecord, PasskeyRecord } from '@latchkey/storage'
import type { KeptCode, KeptPasskey } from './database.js'
import { inOrder } from './suspended-by.js'

export function toKeptPasskey({ publicKey, ...passkey }: PasskeyRecord): KeptPasskey {
  return { ...passkey, publicKey: toBase64(publicKey), suspendedBy: inOrder(passkey.suspendedBy) }
}

export function fromKeptPasskey({ publicKey, ...passkey }: KeptPasskey): PasskeyRecord {
  return { ...passkey, publicKey: fromBase64(publicKey) }
}

export function toKeptCode({ hash, ...code }: CodeRecord): KeptCode {
  return { ...code, hash: toBase64(hash) }
}

export function fromKeptCode({ hash, ...code }: KeptCode): CodeRecord {
  return { ...code, hash: fromBase64(hash) }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** A plain array with a buffer of its own: a Buffer shares one with others. */
function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
