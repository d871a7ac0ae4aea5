import { toHexadecimal } from './hexadecimal.js'

/** The number that the bytes are, the most significant first; zero for no bytes. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHexadecimal(bytes)}`)
}
