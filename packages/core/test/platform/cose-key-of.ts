import type { SigningKey } from '@latchkey/testing'
import { algorithms } from '../../src/algorithms.js'
import type { CoseKey } from '../../src/cose-key.js'

/** The key as the parser returns it, without the parser. */
export function coseKeyOf({ algorithm, publicKey }: SigningKey): CoseKey {
  const bytes = (label: number) => publicKey.get(label) as Uint8Array
  const common = { algorithm, hasOtherParameters: false }
  const row = algorithms.get(algorithm)
  switch (row?.keyType) {
    case 'EC2':
      return { ...common, keyType: 'EC2', curve: row.curve, x: bytes(-2), y: bytes(-3) }
    case 'OKP':
      return { ...common, keyType: 'OKP', curve: row.curve, x: bytes(-2) }
    case 'RSA':
      return { ...common, keyType: 'RSA', modulus: bytes(-1), exponent: bytes(-2) }
    default:
      return { ...common, keyType: 'AKP', publicKey: bytes(-1) }
  }
}
