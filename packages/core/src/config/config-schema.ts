import { environmentNameRule, isEnvironmentName } from '@latchkey/wire'
import * as z from 'zod'
import { algorithms } from '../algorithms.js'
import { readEd25519Pem } from '../platform/ed25519-pem.js'
import { certifiedFormats } from '../webauthn/attestation/trust-rules.js'
import { isCertificateShaped, type TrustAnchor } from '../webauthn/parse/trust-anchor.js'
import { limitsSchema } from './limits.js'
import { androidSchema, appleSchema, passkeyEndpointsSchema } from './native-apps.js'
import { providerListSchema } from './provider-list.js'
import { isExtensionOrigin } from './relying-party.js'

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
    relatedOrigins: z.array(anOrigin).optional(),
  }),
  baseUrl: z.string().optional(),
  environment: z.string().refine(isEnvironmentName, environmentNameRule).optional(),
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
  apple: appleSchema.optional(),
  android: androidSchema.optional(),
  native: z.strictObject({ profileAtFinish: z.boolean().optional() }).optional(),
  passkeyEndpoints: passkeyEndpointsSchema.optional(),
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
      groupsOf: aFunction,
      newUserId: aFunction,
      maySignUp: aFunction,
      createUser: aFunction,
      confirmUser: aFunction,
      discardUser: aFunction,
      describeConfirm: aFunction,
      endSessions: aFunction,
      sendCode: aFunction,
      notify: aFunction,
    })
    .optional(),
  adminsMayEnroll: z.boolean().optional(),
  limits: limitsSchema.optional(),
  logger: z.custom(isLogger, 'must be a logger with a function warn, such as console or pino()').optional(),
  problemTypes: aFunction,
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

/** Pino's and the console's; a member that is not a function would fail when there is something to report. */
function isLogger(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'warn' in value && typeof value.warn === 'function'
}

const wrapDriver = 'pass kyselyStorage(new Kysely({ dialect }))'
const stores = ['passkeys', 'accounts', 'policies', 'codes', 'events', 'rates']

/** Common mistakes, how to recognize each, and what to write instead. The first match applies. */
const mistakes: readonly { readonly looksLike: (value: object) => boolean; readonly write: string }[] = [
  { looksLike: has('unsafe', 'begin'), write: `this is a database driver; ${wrapDriver}` },
  { looksLike: has('raw', 'schema'), write: `this is a Knex instance; ${wrapDriver}` },
  { looksLike: (value) => typeof value === 'function', write: 'call it: kyselyStorage(db), or memoryStorage()' },
  { looksLike: has('selectFrom', 'insertInto'), write: 'this is a Kysely instance; pass kyselyStorage(db)' },
  { looksLike: has('$transaction', '$connect'), write: 'this is a Prisma client; pass prismaStorage(prisma)' },
  { looksLike: has('$client'), write: 'this is a Drizzle database; pass drizzleStorage(db)' },
  {
    looksLike: (value) => ['query', 'execute', 'prepare'].some((name) => has(name)(value)),
    write: `this is a database driver; ${wrapDriver}`,
  },
  { looksLike: has('createDriver', 'createAdapter'), write: `this is a dialect of Kysely; ${wrapDriver}` },
  { looksLike: has('passkeys'), write: `is not a whole adapter; it needs ${stores.join(', ')} and sweep` },
]

/** May this value be an adapter? The results of its stores are checked on every call. */
function isStorage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && [...stores, 'sweep'].every((name) => Reflect.get(value, name))
}

/** What to write instead of a value that is not an adapter. */
function adviseStorage(value: unknown): string {
  if (value === undefined || value === null)
    return 'is not set; pass an adapter, such as kyselyStorage(db) or memoryStorage()'
  const isAnything = (typeof value === 'object' && value !== null) || typeof value === 'function'
  const mistake = isAnything ? mistakes.find(({ looksLike }) => looksLike(value)) : undefined
  return mistake?.write ?? 'must be an adapter, such as kyselyStorage(db) or memoryStorage()'
}

function has(...names: readonly string[]): (value: object) => boolean {
  return (value) => names.every((name) => name in value)
}

const shortest = 32
const make = 'make one with: openssl rand -base64 32'

/** One issue under the name `secret`, whichever of several secrets is wrong. */
function checkSecrets(value: unknown, context: z.RefinementCtx): void {
  const secrets = Array.isArray(value) ? value : [value]
  if (secrets.length === 0) context.addIssue(`is an empty array; ${make}`)
  const [issue] = secrets.flatMap((secret) => secretIssue(secret) ?? [])
  if (issue) context.addIssue(issue)
}

/** As `checkSecrets`, for one that may be left out. */
function checkDecoySecret(value: unknown, context: z.RefinementCtx): void {
  const issue = value === undefined ? undefined : secretIssue(value)
  if (issue) context.addIssue(issue)
}

function secretIssue(secret: unknown): string | undefined {
  if (secret === undefined || secret === null) return `is not set (${secret}); ${make}`
  if (secret === '') return `is empty; ${make}`
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) return `must be text or a Uint8Array; ${make}`
  return secretBytes(secret).length < shortest ? `must hold at least ${shortest} bytes; ${make}` : undefined
}

/** Empty if the value is not a secret. */
export function secretBytes(secret: unknown): Uint8Array {
  if (typeof secret === 'string') return new TextEncoder().encode(secret)
  return secret instanceof Uint8Array ? secret.slice() : new Uint8Array(0)
}
