import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createPasskeys,
  type DoctorFetch,
  type DoctorInput,
  type FindingName,
  type PasskeysConfig,
} from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import {
  createAttestationAuthority,
  createMetadataBlob,
  sampleCredentialId,
  sampleEvent,
  samplePasskey,
  sampleSpend,
  sampleTogether,
} from '@latchkey/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from '../sqlite.js'

const hour = 3_600_000
const day = 24 * hour
const rpId = 'app.example.com'
const secret = '3q2+7w9hZk5cX0mTn8vYbR4sUoJpLdAeGiHfQ1xWyVM='
const newer = 'Tn8vYbR4sUoJpLdAeGiHfQ1xWyVM3q2+7w9hZk5cX0m='
const service = createAttestationAuthority({ name: 'Metadata' })

type Change = Partial<PasskeysConfig>

/** Changes the storage, or what is stored. */
type Plant = (storage: PasskeyStorage) => Promise<PasskeyStorage | undefined> | PasskeyStorage | undefined

interface Planted {
  readonly fault: string
  readonly name: FindingName
  readonly says: RegExp
  readonly config?: Change
  readonly input?: DoctorInput
  readonly plant?: Plant
}

const relyingParty = (change: Partial<PasskeysConfig['relyingParty']>): Change => ({
  relyingParty: { id: rpId, name: 'Example', ...change },
})

const apple = [{ teamId: 'ABCDE12345', bundleId: 'com.example.app' }]
const association = { webcredentials: { apps: ['ABCDE12345.com.example.app'] } }
const documentAt = (response: () => Response): Pick<Planted, 'config' | 'input'> => ({
  config: { apple },
  input: { fetch: async (url) => (url.includes('/.well-known/') ? response() : new Response('')) },
})

/** Everything answers 200, but these origins. */
function fetchWith(origins: Readonly<Record<string, Response | Error>> = {}): DoctorFetch {
  return async (url) => {
    const answer = origins[new URL(url).origin] ?? new Response('')
    if (answer instanceof Error) throw answer
    return answer
  }
}

/** The same, and the document of related origins. */
function fetchWithRelated(origins: Readonly<Record<string, Response | Error>> = {}): DoctorFetch {
  const others = fetchWith(origins)
  return async (url, options) => {
    if (!url.endsWith('/.well-known/webauthn')) return others(url, options)
    return options.redirect === 'follow' ? Response.json({ origins: ['https://example.net'] }) : redirected()
  }
}

function redirected(): Response {
  return new Response(null, { status: 302, headers: { location: 'https://www.example.com/webauthn.json' } })
}

function failure(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

async function enroll(storage: PasskeyStorage, id: string, users: number): Promise<void> {
  for (let number = 0; number < users; number++) {
    const key = `${id}-${number}`
    const passkey = samplePasskey({
      rpId: id,
      userId: `user-${number}`,
      id: sampleCredentialId(Buffer.from(key).toString('base64url')),
    })
    const spend = [{ ...sampleSpend(key), expiresAt: Date.now() + hour }]
    expect(await storage.passkeys.add(passkey, sampleTogether({ spend }))).toBe('added')
  }
}

const endpoint = { rpId, endpoint: 'app' }
const eventAt = (at: number) => sampleEvent(1, { rpId, at })

function withServer(change: { readonly ahead?: number; readonly issues?: readonly string[] }): Plant {
  return ({ inspection, ...storage }) => {
    if (!inspection) throw new TypeError('This storage can be inspected.')
    const server = async () => ({ now: Date.now() + (change.ahead ?? 0), issues: change.issues ?? [] })
    return { ...storage, inspection: { ...inspection, server } }
  }
}

function withSchema(current: number, issues: readonly string[] = []): Plant {
  return (storage) => ({
    ...storage,
    schema: {
      status: async () => ({ current, wanted: 5 }),
      migrate: async () => ({ current, wanted: 5 }),
      sql: () => '',
      issues: async () => issues,
    },
  })
}

function receiptKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const faults: readonly Planted[] = [
  {
    fault: 'an RP ID that is a public suffix',
    name: 'rp_id_public_suffix',
    says: /'co\.uk', a public suffix.*'app\.co\.uk'/,
    config: relyingParty({ id: 'co.uk', origins: ['https://shop.co.uk'] }),
  },
  {
    fault: 'an RP ID that is a public suffix of a hosting company',
    name: 'rp_id_public_suffix',
    says: /'github\.io'/,
    config: relyingParty({ id: 'github.io', origins: ['https://mine.github.io'] }),
  },
  {
    fault: 'an RP ID that is wider than the origins',
    name: 'rp_id_wider_than_origins',
    says: /relyingParty: \{ id: 'app\.example\.com' \}/,
    config: relyingParty({
      id: 'example.com',
      origins: ['https://app.example.com', 'https://eu.app.example.com:8443'],
    }),
  },
  {
    fault: 'an RP ID that is a whole domain',
    name: 'rp_id_apex',
    says: /id: 'auth\.example\.com'/,
    config: relyingParty({ id: 'example.com' }),
  },
  {
    fault: 'an RP ID that is a whole domain, with passkeys',
    name: 'rp_id_apex',
    says: /leave it/,
    config: relyingParty({ id: 'example.com', origins: ['https://app.example.com'] }),
    plant: (storage) => enroll(storage, 'example.com', 1).then(() => undefined),
  },
  {
    fault: 'related origins with six labels, by the public suffix list',
    name: 'related_origins_ignored',
    says: /^Browsers ignore 'https:\/\/login\.f\.test' in relyingParty\.relatedOrigins/,
    config: relyingParty({ relatedOrigins: [...'abcdef', 'a'].map((name) => `https://login.${name}.test`) }),
    input: { fetch: undefined },
  },
  {
    fault: 'a related origin that is a public suffix',
    name: 'related_origins_ignored',
    says: /^Browsers ignore 'https:\/\/github\.io' in/,
    config: relyingParty({ relatedOrigins: ['https://github.io', 'https://mine.github.io'] }),
    input: { fetch: undefined },
  },
  {
    fault: 'a related origin that is away',
    name: 'origin_unreachable',
    says: /'https:\/\/example\.net' cannot be reached/,
    config: relyingParty({ relatedOrigins: ['https://example.net'] }),
    input: { fetch: fetchWithRelated({ 'https://example.net': failure('ENOTFOUND') }) },
  },
  {
    fault: 'a base URL of http',
    name: 'base_url_http',
    says: /'https:\/\/app\.example\.com'/,
    config: { baseUrl: 'http://app.example.com/' },
  },
  {
    fault: 'a base URL of another domain',
    name: 'base_url_elsewhere',
    says: /relyingParty\.id 'app\.example\.com'/,
    config: { baseUrl: 'https://app.example.net' },
  },
  {
    fault: 'a policy that does not say whether passkeys are on',
    name: 'passkeys_off',
    says: /policy: \{ mode: 'optional' \}/,
    config: { policy: {} },
  },
  {
    fault: 'a secret that a person has written',
    name: 'secret_guessable',
    says: /^secret can be guessed.*openssl rand/,
    config: { secret: 'please-change-this-secret-before-production' },
  },
  {
    fault: 'a secret of one letter',
    name: 'secret_guessable',
    says: /^secret /,
    config: { secret: new Uint8Array(64).fill(7) },
  },
  {
    fault: 'a decoy secret that a person has written',
    name: 'secret_guessable',
    says: /^decoySecret /,
    config: { decoySecret: 'password password password password' },
  },
  {
    fault: 'an old secret',
    name: 'secret_old',
    says: /400 days old/,
    input: { secretCreatedAt: Date.now() - 400 * day },
  },
  {
    fault: 'a rotation that has not ended',
    name: 'secret_rotation_open',
    says: /2 secrets open ceremonies/,
    config: { secret: [newer, secret], decoySecret: secret },
  },
  {
    fault: 'a rotation that changes the decoys',
    name: 'decoy_secret_rotates',
    says: /Write decoySecret: the last entry of secret/,
    config: { secret: [newer, secret] },
  },
  {
    fault: 'a receipt key that is left over',
    name: 'receipt_keys_unused',
    says: /sign nothing: 1\. Delete them/,
    config: { receiptKeys: ['2027', '2026'].map((id) => ({ id, privateKey: receiptKey() })) },
  },
  {
    fault: 'metadata that cannot be read',
    name: 'metadata_unusable',
    says: /metadata\.read returned nothing.*mds3\.fidoalliance\.org/,
    config: { metadata: { read: async () => '', root: service.rootPem } },
  },
  {
    fault: 'metadata that expires tomorrow',
    name: 'metadata_expiring',
    says: /expires in \d days/,
    config: {
      metadata: {
        read: async () =>
          createMetadataBlob(service, {
            entries: [],
            number: 1,
            nextUpdate: new Date(Date.now() + day).toISOString().slice(0, 10),
          }),
        root: service.rootPem,
      },
    },
  },
  {
    fault: 'a database that is away',
    name: 'storage_unavailable',
    says: /connect ECONNREFUSED\. Check that the database is running/,
    plant: ({ inspection, ...storage }) => ({
      ...storage,
      inspection: {
        relyingParties: fail,
        sweepable: fail,
        unsettled: fail,
        server: fail,
      },
    }),
  },
  { fault: 'tables that are behind', name: 'schema_behind', says: /latchkey migrate/, plant: withSchema(3) },
  { fault: 'tables of a later release', name: 'schema_newer', says: /knows only 5/, plant: withSchema(9) },
  {
    fault: 'tables of another program',
    name: 'tables_foreign',
    says: /another program/,
    plant: withSchema(5, ['The table is of another program.']),
  },
  {
    fault: 'a database that forgets what it has acknowledged',
    name: 'database_settings',
    says: /synchronous_commit/,
    plant: withServer({ issues: ['synchronous_commit is off.'] }),
  },
  {
    fault: 'a clock that differs',
    name: 'clock_differs',
    says: /behind that of the database/,
    plant: withServer({ ahead: 20_000 }),
  },
  {
    fault: 'a clock that is wrong',
    name: 'clock_wrong',
    says: /ahead of that of the database/,
    plant: withServer({ ahead: -hour }),
  },
  {
    fault: 'a sweep that does not run',
    name: 'sweep_overdue',
    says: /: 1\. Call passkeys\.sweep\(\)/,
    plant: async (storage) => {
      await storage.rates.hit('key', 60, Date.now() - 3 * day)
      return undefined
    },
  },
  {
    fault: 'events that are not delivered',
    name: 'events_undelivered',
    says: /: 1\. Run latchkey deliver/,
    plant: async ({ deliveries, events }) => {
      await deliveries?.openEndpoint(endpoint, Date.now())
      await events.append([eventAt(Date.now() - 2 * hour)])
      return undefined
    },
  },
  {
    fault: 'deliveries that are not made',
    name: 'events_undelivered',
    says: /for the endpoint 'app'/,
    plant: async ({ deliveries, events }) => {
      await deliveries?.openEndpoint(endpoint, Date.now())
      await events.append([eventAt(Date.now() - 2 * hour)])
      await deliveries?.enqueue(rpId, 10, Date.now())
      return undefined
    },
  },
  {
    fault: 'events that are not read',
    name: 'events_unread',
    says: /deleted after 90 days/,
    plant: async ({ events }) => {
      await events.append([eventAt(Date.now() - 60 * day)])
      return undefined
    },
  },
  {
    fault: 'an endpoint that is disabled',
    name: 'endpoint_disabled',
    says: /'app' is disabled \(status_410\).*enableEndpoint/,
    plant: async ({ deliveries }) => {
      await deliveries?.openEndpoint(endpoint, Date.now())
      await deliveries?.markEndpoint(endpoint, { as: 'disabled', at: Date.now(), reason: 'status_410' })
      return undefined
    },
  },
  {
    fault: 'a dead letter',
    name: 'dead_letters',
    says: /: 1\. .*admin\.deliveries\.replay/,
    plant: async ({ deliveries, events }) => {
      const now = Date.now()
      await deliveries?.openEndpoint(endpoint, now)
      await events.append([eventAt(now)])
      await deliveries?.enqueue(rpId, 10, now)
      await deliveries?.claim(endpoint, { limit: 1, leaseMs: 1000, now })
      const failed = { eventId: eventAt(now).id, attempt: 1, at: now, reason: 'status_500' }
      await deliveries?.defer(endpoint, { ...failed, until: 'never' })
      return undefined
    },
  },
  {
    fault: 'an origin that is away',
    name: 'origin_unreachable',
    says: /cannot be reached \(ENOTFOUND\)/,
    input: { fetch: fetchWith({ 'https://app.example.com': failure('ENOTFOUND') }) },
  },
  {
    fault: 'an origin whose app is down',
    name: 'origin_unreachable',
    says: /status 503/,
    input: { fetch: fetchWith({ 'https://app.example.com': new Response('', { status: 503 }) }) },
  },
  {
    fault: 'an origin that redirects to another',
    name: 'origin_redirects',
    says: /Add 'https:\/\/www\.app\.example\.com'/,
    input: {
      fetch: fetchWith({
        'https://app.example.com': new Response(null, {
          status: 301,
          headers: { location: 'https://www.app.example.com/' },
        }),
      }),
    },
  },
  {
    fault: 'a certificate that has expired',
    name: 'tls_invalid',
    says: /not trusted \(CERT_HAS_EXPIRED\)/,
    input: { fetch: fetchWith({ 'https://app.example.com': failure('CERT_HAS_EXPIRED') }) },
  },
  {
    fault: 'a document that is not served',
    name: 'well_known_missing',
    says: /apple-app-site-association' has status 404.*createWellKnownHandler/,
    ...documentAt(() => new Response('', { status: 404 })),
  },
  {
    fault: 'a document behind a redirect',
    name: 'well_known_redirects',
    says: /redirects, and apps do not follow/,
    ...documentAt(() => new Response(null, { status: 301, headers: { location: 'https://www.example.com/' } })),
  },
  {
    fault: 'a document of another type',
    name: 'well_known_type',
    says: /'text\/plain'/,
    ...documentAt(() => new Response(JSON.stringify(association), { headers: { 'content-type': 'text/plain' } })),
  },
  {
    fault: 'a document of another app',
    name: 'well_known_differs',
    says: /not what the configuration says/,
    ...documentAt(() => Response.json({ webcredentials: { apps: ['ABCDE12345.com.example.other'] } })),
  },
]

async function fail(): Promise<never> {
  throw new Error('connect ECONNREFUSED')
}

async function examine({ config, input, plant }: Omit<Planted, 'fault' | 'name' | 'says'>) {
  const storage = memoryStorage()
  const planted = (await plant?.(storage)) ?? storage
  const passkeys = createPasskeys({
    ...relyingParty({}),
    secret,
    policy: { mode: 'optional' },
    logger: { warn: () => {} },
    ...config,
    storage: planted,
  } as PasskeysConfig)
  return passkeys.doctor({ fetch: fetchWith(), ...input })
}

describe('passkeys.doctor', () => {
  test('finds nothing where all is well', async () => {
    expect(await examine({ plant: (storage) => enroll(storage, rpId, 2).then(() => undefined) })).toEqual({
      healthy: true,
      findings: [],
    })
  })

  test.each(faults)('finds $fault: $name, and nothing else', async ({ name, says, ...planted }) => {
    const { healthy, findings } = await examine(planted)
    expect(findings.map((it) => it.name).filter((it) => it !== 'secret_rotation_open' || it === name)).toEqual([name])
    const found = findings.find((it) => it.name === name)
    expect(found?.message).toMatch(says)
    expect(healthy).toBe(found?.level !== 'error')
  })

  test('asks for nothing in the network without a fetch', async () => {
    const input = { fetch: undefined }
    expect(await examine({ input, config: relyingParty({ origins: ['https://app.example.com'] }) })).toMatchObject({
      findings: [],
    })
  })

  test('a document may list more than the configuration does', async () => {
    const served = {
      applinks: {},
      webcredentials: { apps: ['ABCDE12345.com.example.other', ...association.webcredentials.apps] },
    }
    expect(await examine(documentAt(() => Response.json(served)))).toEqual({ healthy: true, findings: [] })
  })

  test('finds nothing in related origins that are served, also by a redirect, which browsers follow', async () => {
    const config = relyingParty({ relatedOrigins: ['https://example.net'] })
    expect(await examine({ config, input: { fetch: fetchWithRelated() } })).toEqual({ healthy: true, findings: [] })
  })

  test('finds nothing on a developer’s own machine', async () => {
    const config = relyingParty({ id: 'localhost', origins: ['http://localhost:3000'] })
    const fetch = fetchWith({ 'http://localhost:3000': failure('ECONNREFUSED') })
    expect(await examine({ config, input: { fetch } })).toEqual({ healthy: true, findings: [] })
  })

  test.each([
    { fetch: 'https://example.com' },
    { secretCreatedAt: '2026-01-01' },
    { secretCreatedAt: Number.NaN },
    { otherRpIds: 'example.com' },
    { otherRpIds: [7] },
  ])('refuses %o, which is no input', async (input) => {
    await expect(examine({ input: input as unknown as DoctorInput })).rejects.toThrow(TypeError)
  })
})

describe('passkeys.doctor, after a change of the RP ID', () => {
  const change = async (host: PasskeysConfig['host'], input: DoctorInput = {}) =>
    examine({
      config: { host: host ?? {} },
      input,
      plant: async (storage) => {
        await enroll(storage, 'old.example', 5)
        await enroll(storage, rpId, 2)
        return undefined
      },
    })

  test('says how many users are stranded, and how many cannot sign in otherwise', async () => {
    const { healthy, findings } = await change({
      otherSignInMethods: ({ userId }) => (userId === 'user-4' ? [] : ['password']),
    })
    expect({ healthy, findings }).toMatchObject({
      healthy: false,
      findings: [{ name: 'rp_id_stranded', level: 'error', counts: { users: 3, withoutOtherMethod: 1 } }],
    })
    expect(findings[0]?.message).toContain(
      "Changing rpId from 'old.example' to 'app.example.com' strands 3 users; 1 has no other way to sign in.",
    )
  })

  test('says that it does not know of other methods where the host does not', async () => {
    const { findings } = await change({})
    expect(findings[0]).toMatchObject({ name: 'rp_id_stranded', counts: { users: 3 } })
    expect(findings[0]?.message).toContain('host.otherSignInMethods is not set')
  })

  test('a host that fails is a failed check, and the others go on', async () => {
    const { findings } = await change({
      otherSignInMethods: async () => {
        throw new Error('The user table is locked')
      },
    })
    expect(findings).toMatchObject([
      { name: 'check_failed', message: expect.stringContaining('user table is locked.') },
    ])
  })

  test('is silent about the RP IDs of other deployments', async () => {
    expect(await change({}, { otherRpIds: ['old.example'] })).toEqual({ healthy: true, findings: [] })
  })

  test('an RP ID whose users all have a passkey of the present one is retired', async () => {
    const report = await examine({
      plant: async (storage) => {
        await enroll(storage, 'old.example', 2)
        await enroll(storage, rpId, 3)
        return undefined
      },
    })
    expect(report).toMatchObject({ healthy: true, findings: [{ name: 'rp_id_retired', counts: { users: 2 } }] })
  })
})

describe('passkeys.doctor on SQLite', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const examineFile = async (...statements: readonly string[]) => {
    const { db, close, ...storage } = await openSqlite(join(folder, 'app.db'))
    const { CompiledQuery } = await import('kysely')
    for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement))
    const { findings } = await examine({ plant: () => storage })
    await close()
    return findings
  }

  test('finds nothing in a database that was migrated', async () => {
    expect(await examineFile()).toEqual([])
  })

  test.each([
    ['a table that was dropped', 'drop table latchkey_metadata', 'tables_foreign', 'latchkey_metadata'],
    ['a column that was dropped', 'alter table latchkey_endpoints drop column reason', 'tables_foreign', 'reason'],
    [
      'a migration that has not run',
      'delete from latchkey_migrations where number = (select max(number) from latchkey_migrations)',
      'schema_behind',
      'migrate',
    ],
    ['a later migration', 'insert into latchkey_migrations (number) values (99)', 'schema_newer', '99'],
    ['a connection that does not wait for the disk', 'pragma synchronous = off', 'database_settings', 'synchronous'],
    ['a database without a journal', 'pragma journal_mode = memory', 'database_settings', 'journal_mode'],
  ])('finds %s', async (_, statement, name, says) => {
    const findings = await examineFile(statement)
    expect(findings.map((it) => it.name)).toEqual([name])
    expect(findings[0]?.message).toContain(says)
  })
})
