import { createHash } from 'node:crypto'

/**
 * Keys are bytes, and LMDB compares them as bytes: no collation can fold two ids into one. It takes 1978 bytes at most,
 * and two texts of 255 characters may have more, so what is only ever looked up is digested. JSON keeps the texts
 * apart: ('ab', 'c') and ('a', 'bc') are different keys.
 */
export function digestKey(...texts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(texts)).digest()
}

/** Accounts of a relying party are adjacent, in the order of the digests of their users; or those of a user. */
export function accountKey(first: string, second: string): Buffer {
  return Buffer.concat([digestKey(first), digestKey(second)])
}

/** Records that are read in the order of their ids have the ids unchanged in their keys, after a digest of one length. */
export function passkeyKey(rpId: string, id: string): Buffer {
  return Buffer.concat([digestKey(rpId), Buffer.from(id)])
}

/** Orders the passkeys of a user: oldest first, equal times by the bytes of the id. */
export function ownershipKey({ rpId, userId, createdAt, id }: Ownership): Buffer {
  return Buffer.concat([digestKey(rpId, userId), timeBytes(createdAt), Buffer.from(id)])
}

export interface Ownership {
  readonly rpId: string
  readonly userId: string
  readonly createdAt: number
  readonly id: string
}

/** With the first byte, the empty text is a key too; LMDB would refuse it otherwise. */
export function eventKey(id: string): Buffer {
  return Buffer.concat([Buffer.of(1), Buffer.from(id)])
}

/** Orders the events of a relying party, or of an organization there: by the bytes of the id. */
export function eventOrderKey(id: string, ...whose: readonly string[]): Buffer {
  return Buffer.concat([digestKey(...whose), Buffer.from(id)])
}

/** Eight bytes, the highest first, so that they sort like the number. */
export function timeBytes(time: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(Math.min(Math.max(time, 0), Number.MAX_SAFE_INTEGER)))
  return bytes
}

/** Every key that begins with these bytes, as a range of LMDB: from here, up to but not including there. */
export function rangeOf(prefix: Buffer): { readonly start: Buffer; readonly end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, aboveEveryRest]) }
}

/** No text, no time and no digest begins with that many of the highest byte. */
const aboveEveryRest = Buffer.alloc(64, 0xff)
