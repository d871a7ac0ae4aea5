import { type CertificateContent, der } from '@latchkey/testing'

const alternativeName = '2.5.29.17'

/** The identity certificate of a TPM by this manufacturer, such as `id:FFFFF1D0`. */
export function ofTpmMaker(manufacturer: string): (honest: CertificateContent) => CertificateContent {
  const attribute = (type: string, value: string) =>
    der.set(der.sequence(der.objectIdentifier(type), der.utf8String(value)))
  const names = [
    attribute('2.23.133.2.1', manufacturer),
    attribute('2.23.133.2.2', 'x'),
    attribute('2.23.133.2.3', 'y'),
  ]
  const value = der.sequence(der.explicit(4, der.sequence(...names)))
  return (honest) => ({
    ...honest,
    extensions: [
      ...honest.extensions.filter(({ id }) => id !== alternativeName),
      { id: alternativeName, critical: true, value },
    ],
  })
}
