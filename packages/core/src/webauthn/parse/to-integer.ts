import { toHexadecimal } from './hexadecimal.js'

/** The big-endian bytes as a number. Zero for no bytes. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHexadecimal(bytes)}`)
}
