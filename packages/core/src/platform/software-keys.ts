import type { CoseKey, PublicKey } from '../cose-key.js'

/** A public key whose signatures are verified in JavaScript because the platform cannot verify them. */
export interface SoftwareKey {
  verify(data: Uint8Array, signature: Uint8Array): boolean
}

type ImportKey = (key: CoseKey) => Promise<SoftwareKey | undefined>

/**
 * Algorithms that a platform may lack, by COSE number. OpenSSL has ML-DSA from 3.5 on (Node 24). BoringSSL, which
 * Electron and others use, has neither Ed448 nor secp256k1. Each library is loaded when it is first needed.
 */
const importers: ReadonlyMap<number, ImportKey> = new Map<number, ImportKey>([
  [-47, importSecp256k1],
  [-53, importEd448],
  [-48, importMlDsa('ml_dsa44')],
  [-49, importMlDsa('ml_dsa65')],
  [-50, importMlDsa('ml_dsa87')],
])

/** The key, or undefined if its algorithm is not implemented in software. The key was validated before. */
export async function importSoftwareKey(key: CoseKey): Promise<SoftwareKey | undefined> {
  return importers.get(key.algorithm)?.(key)
}

/** The same for a key without an algorithm: of those that certificates have, platforms lack only Ed448. */
export async function importSoftwareKeyOnce(key: PublicKey): Promise<SoftwareKey | undefined> {
  if (key.keyType !== 'OKP' || key.curve !== 7) return undefined
  return importEd448({ ...key, algorithm: -53, hasOtherParameters: false })
}

async function importSecp256k1(key: CoseKey): Promise<SoftwareKey | undefined> {
  if (key.keyType !== 'EC2') return undefined
  const { secp256k1 } = await import('@noble/curves/secp256k1.js')
  const point = new Uint8Array([4, ...key.x, ...key.y])
  return whole((data, signature) => secp256k1.verify(signature, data, point, { format: 'der', lowS: false }))
}

async function importEd448(key: CoseKey): Promise<SoftwareKey | undefined> {
  if (key.keyType !== 'OKP') return undefined
  const { ed448 } = await import('@noble/curves/ed448.js')
  const point = key.x.slice()
  return whole((data, signature) => ed448.verify(signature, data, point, { zip215: false }))
}

function importMlDsa(name: 'ml_dsa44' | 'ml_dsa65' | 'ml_dsa87'): ImportKey {
  return async (key) => {
    if (key.keyType !== 'AKP') return undefined
    const { [name]: mlDsa } = await import('@noble/post-quantum/ml-dsa.js')
    const publicKey = key.publicKey.slice()
    return whole((data, signature) => mlDsa.verify(signature, data, publicKey))
  }
}

/** The libraries throw for bytes of the wrong form; a platform returns false. */
function whole(verify: SoftwareKey['verify']): SoftwareKey {
  return {
    verify(data, signature) {
      try {
        return verify(data, signature)
      } catch {
        return false
      }
    },
  }
}
