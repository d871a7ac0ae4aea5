/** A whole number as drivers return it; `toNumber` reads it. Flags are 0 and 1. */
export type DriverNumber = number | bigint | string

/** Bytes as drivers return them; `toBytes` reads them. */
export type DriverBytes = Uint8Array | ArrayBuffer | readonly number[]

/**
 * A whole number as drivers return it: a number, a bigint, or digits.
 *
 * @throws {TypeError} for anything else: the driver is configured to return something that is not a number.
 */
export function toNumber(value: DriverNumber): number {
  const number = typeof value === 'string' && !/^-?\d+$/.test(value) ? Number.NaN : Number(value)
  if (!Number.isSafeInteger(number) || typeof value === 'object') {
    throw new TypeError('The database driver did not return an integer for an integer column.')
  }
  return number
}

/**
 * Bytes as drivers return them: Buffer, ArrayBuffer, or an array of numbers. Always returns a copy.
 *
 * @throws {TypeError} for anything else, such as text in hexadecimal.
 */
export function toBytes(value: DriverBytes): Uint8Array {
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0))
  if (value instanceof Uint8Array || isBytes(value)) return new Uint8Array(value)
  throw new TypeError('The database driver did not return bytes for a binary column.')
}

function isBytes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
}

/** 0 and 1, because not every driver binds a boolean. */
export function fromBoolean(value: boolean): number {
  return value ? 1 : 0
}

export function toBoolean(value: DriverNumber): boolean {
  return toNumber(value) === 1
}
