import { type CertificateContent, der } from '@latchkey/testing'

const alternativeName = '2.5.29.17'

/** What the identity certificate of a TPM says about it; undefined: it does not. */
interface DescribedTpm {
  readonly maker?: string | undefined
  readonly model?: string | undefined
  readonly version?: string | undefined
}

const honestTpm = { maker: 'id:494E5443', model: 'x', version: 'y' }
const types = { maker: '2.23.133.2.1', model: '2.23.133.2.2', version: '2.23.133.2.3' } as const

/** The identity certificate of a TPM that is described like this. */
export function ofTpm(change: DescribedTpm): (honest: CertificateContent) => CertificateContent {
  const described: DescribedTpm = { ...honestTpm, ...change }
  const attributes = (['maker', 'model', 'version'] as const).flatMap((name) => {
    const text = described[name]
    if (text === undefined) return []
    return [der.set(der.sequence(der.objectIdentifier(types[name]), der.utf8String(text)))]
  })
  const value = der.sequence(der.explicit(4, der.sequence(...attributes)))
  return (honest) => ({
    ...honest,
    extensions: [
      ...honest.extensions.filter(({ id }) => id !== alternativeName),
      { id: alternativeName, critical: true, value },
    ],
  })
}

/** The identity certificate of a TPM by this manufacturer, such as `id:FFFFF1D0`. */
export function ofTpmMaker(maker: string): (honest: CertificateContent) => CertificateContent {
  return ofTpm({ maker })
}
