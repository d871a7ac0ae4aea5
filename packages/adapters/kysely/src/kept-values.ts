import type { KeptBytes, KeptNumber } from './tables.js'

/** What drivers give back for a whole number: a number, a bigint, or the digits. */
export function toNumber(kept: KeptNumber): number {
  return Number(kept)
}

/** What drivers give back for bytes: Buffer, ArrayBuffer, or an array of numbers; here always a copy of one's own. */
export function toBytes(kept: KeptBytes): Uint8Array {
  return new Uint8Array(kept)
}

/** 0 and 1, because not every driver binds a boolean. */
export function fromBoolean(value: boolean): number {
  return value ? 1 : 0
}

export function toBoolean(kept: KeptNumber): boolean {
  return toNumber(kept) === 1
}
