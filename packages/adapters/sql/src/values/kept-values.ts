/** A whole number as drivers return it; `toNumber` reads it. Flags are 0 and 1. */
export type KeptNumber = number | bigint | string

/** Bytes as drivers return them; `toBytes` reads them. */
export type KeptBytes = Uint8Array | ArrayBuffer | readonly number[]

/**
 * A whole number as drivers return it: a number, a bigint, or digits.
 *
 * @throws {TypeError} for anything else: the driver is configured to return something that is not a number.
 */
export function toNumber(kept: KeptNumber): number {
  const number = typeof kept === 'string' && !/^-?\d+$/.test(kept) ? Number.NaN : Number(kept)
  if (!Number.isSafeInteger(number) || typeof kept === 'object') {
    throw new TypeError(
      'The database driver gave back something else than a whole number for a column of whole numbers.',
    )
  }
  return number
}

/**
 * Bytes as drivers return them: Buffer, ArrayBuffer, or an array of numbers. Always returns a copy.
 *
 * @throws {TypeError} for anything else, such as text in hexadecimal.
 */
export function toBytes(kept: KeptBytes): Uint8Array {
  if (kept instanceof ArrayBuffer) return new Uint8Array(kept.slice(0))
  if (kept instanceof Uint8Array || isBytes(kept)) return new Uint8Array(kept)
  throw new TypeError('The database driver gave back something else than bytes for a column of bytes.')
}

function isBytes(kept: unknown): kept is readonly number[] {
  return Array.isArray(kept) && kept.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
}

/** 0 and 1, because not every driver binds a boolean. */
export function fromBoolean(value: boolean): number {
  return value ? 1 : 0
}

export function toBoolean(kept: KeptNumber): boolean {
  return toNumber(kept) === 1
}
