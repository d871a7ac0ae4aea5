import * as z from 'zod'
import { algorithms } from '../algorithms.js'
import { readEd25519Pem } from '../platform/ed25519-pem.js'
import { certifiedFormats } from '../webauthn/attestation/trust-rules.js'
import { isCertificateShaped, type TrustAnchor } from '../webauthn/parse/trust-anchor.js'
import { adviseStorage, isStorage } from './advise-storage.js'
import { checkDecoySecret, checkSecrets } from './check-secrets.js'
import { isExtensionOrigin } from './extension-origin.js'
import { limitsSchema } from './limits.js'
import { providerListSchema } from './provider-list.js'

export const mostCredentials = 100

const aCallback = z.custom((value) => typeof value === 'function', 'must be a function')
const aFunction = aCallback.optional()
const anOrigin = z.string({
  error: ({ input }) => (input instanceof URL ? `is a URL; write '${input.origin}'` : undefined),
})
const aWish = z.enum(['required', 'optional']).optional()
const aCertificate = z.custom<TrustAnchor>(
  (value) => (typeof value === 'string' || value instanceof Uint8Array) && isCertificateShaped(value),
  'must be a certificate, as PEM or DER',
)

/** What `createPasskeys` takes, member by member. */
export const configSchema = z.strictObject({
  relyingParty: z.strictObject({
    id: z.string().optional(),
    name: z.string().trim().min(1),
    origins: z.array(anOrigin).optional(),
  }),
  baseUrl: z.string().optional(),
  environment: z.string().min(1).max(100).optional(),
  secret: z.unknown().superRefine(checkSecrets),
  decoySecret: z.unknown().superRefine(checkDecoySecret).optional(),
  storage: z.custom(isStorage, { error: ({ input }) => adviseStorage(input) }),
  policy: z.unknown().optional(),
  maxCredentials: z.int().min(1).max(mostCredentials).optional(),
  profile: z
    .strictObject({
      email: aWish,
      phone: aWish,
      username: aWish,
      displayName: aWish,
      attributes: z.custom(isStandardSchema, 'must be a schema, such as one of zod (Standard Schema)').optional(),
    })
    .refine(
      ({ email, phone, username }) => email || phone || username,
      'must name an identifier: email, phone or username',
    )
    .optional(),
  appId: z
    .string()
    .refine(isAppId, 'must be an https URL as it was given to the U2F API, such as https://example.com/app-id.json')
    .optional(),
  extensionOrigins: z
    .array(
      z
        .string()
        .refine(
          isExtensionOrigin,
          'must be exactly an origin such as chrome-extension://<32 letters> or moz-extension://<UUID>',
        ),
    )
    .optional(),
  attestationFormats: z.array(z.enum(certifiedFormats)).min(1).optional(),
  attestationAlgorithms: z
    .array(z.int().refine((number) => algorithms.has(number), 'must be a COSE number that can be verified'))
    .min(1)
    .optional(),
  tpmManufacturers: z
    .array(
      z.string().regex(/^id:[0-9A-F]{8}$/, 'must be id: and 8 hexadecimal digits in capitals, such as id:FFFFF1D0'),
    )
    .optional(),
  providers: providerListSchema.optional(),
  metadata: z
    .strictObject({
      read: aCallback,
      root: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(aCertificate).min(1)),
    })
    .optional(),
  secondOpinion: z.enum(['registrations', 'all']).optional(),
  receiptKeys: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        privateKey: z.custom<string>(
          (value) => readEd25519Pem(value, 'private') !== undefined,
          'must be an Ed25519 private key as PEM; make one with: openssl genpkey -algorithm ed25519',
        ),
      }),
    )
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'must have different ids')
    .optional(),
  host: z
    .strictObject({
      findUser: aFunction,
      findUserById: aFunction,
      maySignIn: aFunction,
      otherSignInMethods: aFunction,
      secondFactors: aFunction,
      organizationsOf: aFunction,
      organizationsOfMany: aFunction,
      newUserId: aFunction,
      maySignUp: aFunction,
      createUser: aFunction,
      confirmUser: aFunction,
      discardUser: aFunction,
      describeConfirm: aFunction,
      endSessions: aFunction,
    })
    .optional(),
  adminsMayEnroll: z.boolean().optional(),
  limits: limitsSchema.optional(),
  logger: z.custom(isLogger, 'must be a logger with a function warn, such as console or pino()').optional(),
  unsettledEventSeconds: z
    .union([z.int().min(86_400), z.literal('never')], "must be whole seconds, at least 86400, or 'never'")
    .optional(),
  now: aFunction,
  randomBytes: aFunction,
})

/** Browsers and authenticators hash the text unchanged, so any other spelling is another AppID. */
function isAppId(appId: string): boolean {
  return appId.startsWith('https://') && URL.canParse(appId)
}

function isStandardSchema(value: unknown): boolean {
  const isPossible = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isPossible && '~standard' in value
}

/** Pino's and the console's; a member that is no function would fail when there is something to report. */
function isLogger(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'warn' in value && typeof value.warn === 'function'
}
