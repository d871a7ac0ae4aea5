/** A public key without an algorithm, as certificates have it: the numbers of COSE. */
export type PublicKey =
  | { readonly keyType: 'EC2'; readonly curve: number; readonly x: Uint8Array; readonly y: Uint8Array }
  | { readonly keyType: 'OKP'; readonly curve: number; readonly x: Uint8Array }
  | { readonly keyType: 'RSA'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }

/** A public key as COSE describes it. `webauthn/verify/public-key/check-public-key.ts` decides whether it is sound. */
export type CoseKey = EllipticCurveKey | OctetKeyPair | RsaKey | AlgorithmKeyPair

interface CoseKeyCommon {
  /** COSE algorithm number. */
  readonly algorithm: number
  /** Whether there are parameters beyond the required ones, such as a private key. */
  readonly hasOtherParameters: boolean
}

export interface EllipticCurveKey extends CoseKeyCommon {
  readonly keyType: 'EC2'
  readonly curve: number
  readonly x: Uint8Array
  readonly y: Uint8Array
}

export interface OctetKeyPair extends CoseKeyCommon {
  readonly keyType: 'OKP'
  readonly curve: number
  readonly x: Uint8Array
}

export interface RsaKey extends CoseKeyCommon {
  readonly keyType: 'RSA'
  readonly modulus: Uint8Array
  readonly exponent: Uint8Array
}

/** The key type of ML-DSA: what the bytes mean is the algorithm's. */
export interface AlgorithmKeyPair extends CoseKeyCommon {
  readonly keyType: 'AKP'
  readonly publicKey: Uint8Array
}
