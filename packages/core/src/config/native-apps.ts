import { encodeBase64url } from '@latchkey/wire'
import * as z from 'zod'

/** An app for Apple's systems that uses the passkeys of this relying party. */
export interface AppleApp {
  /** Ten capital letters and digits, from the membership page of your developer account. */
  readonly teamId: string
  /** Such as `com.example.app`. */
  readonly bundleId: string
}

/** An app for Android that uses the passkeys of this relying party. */
export interface AndroidApp {
  /** Such as `com.example.app`. */
  readonly packageName: string
  /**
   * SHA-256 of each certificate that signs the app: 64 hexadecimal digits, with or without colons. With Play App
   * Signing it is the one in the Play Console, not that of your upload key.
   */
  readonly sha256Fingerprints: readonly string[]
}

/** Where users manage passkeys, for password managers and operating systems that send them there. */
export interface PasskeyEndpoints {
  /** The page that creates a passkey. */
  readonly enroll?: string | undefined
  /** The page that lists a user's passkeys. */
  readonly manage?: string | undefined
  /** The page that says what you use the PRF extension for. */
  readonly prfUsageDetails?: string | undefined
}

const fingerprintForm = /^(?:[0-9A-F]{64}|(?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/i

/** As Google writes it: capitals, with colons. */
const fingerprint = z
  .string()
  .regex(fingerprintForm, 'must be the SHA-256 of a certificate: 64 hexadecimal digits, with or without colons')
  .transform((text) => (text.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':'))

export const appleSchema = z.array(
  z.strictObject({
    teamId: z.string().regex(/^[A-Z0-9]{10}$/, 'must be the team id: ten capital letters and digits'),
    bundleId: z.string().regex(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, "must be a bundle id such as 'com.example.app'"),
  }),
)

export const androidSchema = z.array(
  z.strictObject({
    packageName: z
      .string()
      .regex(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/, "must be the name of a package such as 'com.example.app'"),
    sha256Fingerprints: z.array(fingerprint).min(1),
  }),
)

const page = z
  .string()
  .refine(isPage, "must be an https URL such as 'https://app.example.com/passkeys', or http on localhost")
  .optional()

export const passkeyEndpointsSchema = z.strictObject({ enroll: page, manage: page, prfUsageDetails: page })

/** The origins that Android's Credential Manager puts into the client data of these apps, each once. */
export function androidOrigins(apps: readonly AndroidApp[]): readonly string[] {
  const fingerprints = apps.flatMap(({ sha256Fingerprints }) => sha256Fingerprints)
  return [...new Set(fingerprints.map(originOf))]
}

function originOf(normalized: string): string {
  const bytes = Uint8Array.from(normalized.split(':'), (byte) => Number.parseInt(byte, 16))
  return `android:apk-key-hash:${encodeBase64url(bytes)}`
}

function isPage(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && isLocal))
}
