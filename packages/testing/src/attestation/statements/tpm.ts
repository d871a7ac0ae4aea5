import { createHash } from 'node:crypto'
import { encodeName, extensions } from '../certificate.js'
import { der } from '../der.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'
import { type CertifyInfoContent, describeKey, encodeCertifyInfo, encodePublicArea, nameOf } from './tpm-structures.js'

const hashes: ReadonlyMap<number, string> = new Map([
  [-65535, 'sha1'],
  [-35, 'sha384'],
])

/** @see https://www.w3.org/TR/webauthn-3/#sctn-tpm-attestation */
export function makeTpm(input: StatementInput): AttestationStatement {
  const { attestationKey, credentialKey, signedBytes, tamper } = input
  const described = describeKey(credentialKey.publicKey)
  const area = tamper.pubArea?.(described) ?? described
  const pubArea = area instanceof Uint8Array ? area : encodePublicArea(area)
  const honest: CertifyInfoContent = {
    magic: 0xff544347,
    type: 0x8017,
    extraData: Uint8Array.from(
      createHash(hashes.get(attestationKey.algorithm) ?? 'sha256')
        .update(signedBytes)
        .digest(),
    ),
    name: nameOf(pubArea),
  }
  const info = tamper.certInfo?.(honest) ?? honest
  const certInfo = info instanceof Uint8Array ? info : encodeCertifyInfo(info)
  return {
    fmt: 'tpm',
    attStmt: new Map<string, unknown>([
      ['alg', attestationKey.algorithm],
      ['sig', attestationKey.sign(certInfo)],
      ['ver', '2.0'],
      ['x5c', chainOf(input, identityCertificate(input))],
      ['pubArea', pubArea],
      ['certInfo', certInfo],
    ]),
  }
}

/** The certificate of an attestation identity key, of a TPM made by Intel. */
function identityCertificate({ attestationKey, aaguid }: StatementInput) {
  const device = encodeName([
    ['2.23.133.2.1', 'id:494E5443'],
    ['2.23.133.2.2', 'a model'],
    ['2.23.133.2.3', 'id:13'],
  ])
  return {
    subjectPublicKeyInfo: attestationKey.subjectPublicKeyInfo,
    subject: [],
    extensions: [
      { id: '2.5.29.17', critical: true, value: der.sequence(der.explicit(4, device)) },
      extensions.extendedKeyUsage('2.23.133.8.3'),
      extensions.model(aaguid),
    ],
  }
}
