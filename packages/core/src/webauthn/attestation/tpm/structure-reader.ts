import { PasskeyError } from '../../../errors.js'

/** Reads the structures of a TPM from front to back: numbers are big-endian, and byte strings follow their length. */
export interface StructureReader {
  number(bytes: 1 | 2 | 4): number
  bytes(length: number): Uint8Array
  /** A byte string after its two-byte length. */
  sized(): Uint8Array
  /** Everything has been read. */
  end(): void
}

type Code = 'tpm_cert_info_invalid' | 'tpm_pub_area_mismatch'

/** @throws {PasskeyError} with the code, from each read past the end, and from `end` if bytes are left. */
export function readStructure(structure: Uint8Array, code: Code): StructureReader {
  let at = 0
  const reader: StructureReader = {
    bytes(length) {
      if (length > structure.length - at) throw new PasskeyError(code)
      at += length
      return structure.slice(at - length, at)
    },
    number: (bytes) => reader.bytes(bytes).reduce((sum, byte) => sum * 256 + byte, 0),
    sized: () => reader.bytes(reader.number(2)),
    end() {
      if (at !== structure.length) throw new PasskeyError(code)
    },
  }
  return reader
}
