import { createHash } from 'node:crypto'
import type { Actor, Host, PartialPolicy, PasskeysConfig } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { MetadataStore, PasskeyStorage } from '@latchkey/storage'
import {
  type AttestationAuthority,
  type AuthenticatorOptions,
  createAttestationAuthority,
  createMetadataBlob,
  type MetadataContent,
  type StatementTamper,
} from '@latchkey/testing'
import { describe, expect, test, vi } from 'vitest'
import { alice, binding, createWorld, stateOf, type World } from '../../world.js'

const authority = createAttestationAuthority()
const stranger = createAttestationAuthority()
const service = createAttestationAuthority({ name: 'Metadata' })
const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const another = 'd548826e-79b4-db40-a3d8-11116f7e8349'
const actor = { id: 'admin-1' }
const environment = { id: 'admin-1', scope: 'environment' } as const

const certified = { attestation: 'packed', authority, aaguid, synced: false } as const
const listed = { aaguid, roots: [authority.root] }
const required = { attestation: 'direct', trust: { require: true, roots: 'mds' } } as const

const worldWith = (policy: PartialPolicy, change: Partial<PasskeysConfig> = {}) =>
  createWorld({ ...change, policy: { mode: 'optional', ...policy } } as Parameters<typeof createWorld>[0])

/** A world whose metadata is whatever `source.blob` is at the moment. */
function worldReading(content: MetadataContent | unknown, policy: PartialPolicy = required) {
  const isContent = typeof content === 'object' && content !== null && Object.hasOwn(content, 'entries')
  const source = { blob: isContent ? createMetadataBlob(service, content as MetadataContent) : content }
  const world = worldWith(policy, { metadata: { read: () => source.blob as string, root: service.rootPem } })
  return { world, source }
}

const enroll = (world: World, options: Partial<AuthenticatorOptions> = certified) =>
  world.enroll(world.authenticator(options))

/** `trusted`, or the code inside the refusal. */
async function outcomeOf({ world }: { readonly world: World }, options?: Partial<AuthenticatorOptions>) {
  const error = await enroll(world, options).then(
    () => undefined,
    (it) => it,
  )
  if (error) return error.cause?.code ?? error.code
  return (await stateOf(world)).passkeys.at(-1)?.attestation.trusted ? 'trusted' : 'not trusted'
}

const model = (change: object) => ({
  aaguid: another,
  metadataStatement: { attestationRootCertificates: [] },
  statusReports: [{ status: 'FIDO_CERTIFIED' }],
  ...change,
})

describe('an entry of another model that cannot be read', () => {
  test.each([
    ['no reports', model({ statusReports: undefined })],
    ['reports that are no list', model({ statusReports: 'REVOKED' })],
    ['a report without a status', model({ statusReports: [{ effectiveDate: '2026-01-01' }] })],
    ['a report that is null', model({ statusReports: [null] })],
    ['no AAGUID at all', model({ aaguid: null })],
    ['an AAGUID without dashes', model({ aaguid: another.replaceAll('-', '') })],
    ['an AAGUID that is a number', model({ aaguid: 7 })],
    ['a statement that is null', model({ metadataStatement: null })],
    ['a statement that is a text', model({ metadataStatement: 'x' })],
    ['roots that are no texts', model({ metadataStatement: { attestationRootCertificates: [1, null] } })],
    ['key identifiers that are none', model({ attestationCertificateKeyIdentifiers: ['x', 1] })],
    ['nothing', null],
    ['a text', 'entry'],
    ['a list', []],
  ])('harms no other: %s', async (_, row) => {
    expect(await outcomeOf(worldReading({ rows: [row], entries: [listed] }))).toBe('trusted')
  })
})

describe('an entry that cannot be read vouches for no model', () => {
  test.each([
    ['no reports', { statusReports: undefined }],
    ['a report without a status', { statusReports: [{}] }],
    ['an AAGUID without dashes', { aaguid: aaguid.replaceAll('-', '') }],
    ['a root that is no text', { metadataStatement: { attestationRootCertificates: [1] } }],
  ])('%s', async (_, change) => {
    const roots = [Buffer.from(authority.root).toString('base64')]
    const row = model({ aaguid, metadataStatement: { attestationRootCertificates: roots }, ...change })
    expect(await outcomeOf(worldReading({ rows: [row], entries: [] }))).toBe('attestation_chain_untrusted')
  })
})

describe('several entries of one model are joined', () => {
  const revoked = { ...listed, status: 'REVOKED' }

  test.each([
    ['revoked first', [revoked, listed]],
    ['revoked last', [listed, revoked]],
    ['in small letters, with a space', [listed, { ...listed, status: ' revoked' }]],
    ['by an entry in capitals', [listed, { ...revoked, aaguid: aaguid.toUpperCase() }]],
  ])('any fatal report counts: %s', async (_, entries) => {
    expect(await outcomeOf(worldReading({ entries }))).toBe('attestation_chain_untrusted')
  })

  test.each([
    ['an AAGUID without dashes', { aaguid: aaguid.replaceAll('-', '') }],
    ['a statement that is a text', { metadataStatement: 'x' }],
    ['a report beside it that is null', { statusReports: [null, { status: 'REVOKED' }] }],
  ])('a fatal report counts in an entry that cannot be read: %s', async (_, change) => {
    const row = model({ aaguid, statusReports: [{ status: 'REVOKED' }], ...change })
    expect(await outcomeOf(worldReading({ rows: [row], entries: [listed] }))).toBe('attestation_chain_untrusted')
  })

  test('the roots are those of all', async () => {
    const entries = [{ aaguid, roots: [stranger.root] }, listed, { aaguid, roots: [] }]
    expect(await outcomeOf(worldReading({ entries }))).toBe('trusted')
  })
})

describe('the day of the next update', () => {
  test.each(['2026-11-21', '2026-11-21T00:00:00Z', '2026-11-21 00:00:00'])('%s is its last', async (nextUpdate) => {
    const reading = worldReading({ entries: [listed], nextUpdate })
    expect(await outcomeOf(reading)).toBe('trusted')
    reading.world.clock.forward(86_400)
    expect(await outcomeOf(reading)).toBe('attestation_chain_untrusted')
  })
})

describe('U2F authenticators', () => {
  const u2f = { attestation: 'fido-u2f', authority, synced: false } as const
  const noModel = '00000000-0000-0000-0000-000000000000'

  /** The key identifier of the certificate that the authority issues next, found as it is issued. */
  async function identified(status: string, change: (identifier: string) => string = (it) => it) {
    const identifiers: string[] = []
    const watching: AttestationAuthority = {
      ...authority,
      issue(wanted, tamper) {
        identifiers.push(keyIdentifierOf(wanted.subjectPublicKeyInfo))
        return authority.issue(wanted, tamper)
      },
    }
    const read = () =>
      createMetadataBlob(service, {
        entries: [{ keyIdentifiers: identifiers.map(change), roots: [authority.root], status }],
      })
    const world = worldWith(required, { metadata: { read, root: service.rootPem } })
    return outcomeOf({ world }, { ...u2f, authority: watching })
  }

  test('are listed by the key in their certificate', async () => {
    expect(await identified('FIDO_CERTIFIED')).toBe('trusted')
    expect(await identified('FIDO_CERTIFIED', (it) => it.toUpperCase())).toBe('trusted')
  })

  test('and not trusted when it is another, or revoked', async () => {
    expect(await identified('FIDO_CERTIFIED', (it) => it.replace(/^./, 'x'))).toBe('attestation_chain_untrusted')
    expect(await identified('REVOKED')).toBe('attestation_chain_untrusted')
  })

  test('an entry for the AAGUID of zeros vouches for none of them', async () => {
    const entries = [{ aaguid: noModel, roots: [authority.root] }]
    expect(await outcomeOf(worldReading({ entries }), u2f)).toBe('attestation_chain_untrusted')
  })
})

/** SHA-1 of what the BIT STRING holds: of P-256 the last 65 bytes. */
function keyIdentifierOf(subjectPublicKeyInfo: Uint8Array): string {
  return createHash('sha1').update(subjectPublicKeyInfo.slice(-65)).digest('hex')
}

describe('metadata and certificates of the host’s own', () => {
  const both = (certificates: readonly string[]): PartialPolicy => ({
    attestation: 'direct',
    trust: { require: true, roots: { mds: true, certificates } },
  })

  test('either is enough', async () => {
    const content = { entries: [listed] }
    expect(await outcomeOf(worldReading(content, both([])))).toBe('trusted')
    expect(await outcomeOf(worldReading({ entries: [] }, both([authority.rootPem])))).toBe('trusted')
    expect(await outcomeOf(worldReading('<html>', both([authority.rootPem])))).toBe('trusted')
    expect(await outcomeOf(worldReading({ entries: [] }, both([stranger.rootPem])))).toBe('attestation_chain_untrusted')
  })

  test('certificates alone in the same form need no metadata', async () => {
    const policy = { ...required, trust: { require: true, roots: { mds: false, certificates: [authority.rootPem] } } }
    expect(await outcomeOf({ world: worldWith(policy) })).toBe('trusted')
  })

  test('metadata that there is not, and certificates that cannot be read, are refused by name', async () => {
    expect(() => worldWith(both([]))).toThrow("policy.trust.roots: 'mds' needs the metadata")
    const cut = authority.rootPem.replace(/\n[^\n]+\n-----END/, '\n-----END')
    const policy = { attestation: 'direct', trust: { roots: { mds: false, certificates: [cut] } } } as const
    const attempt = worldWith({}).passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    await expect(attempt).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: [{ path: 'trust.roots.certificates.0', message: expect.any(String) }],
    })
  })
})

describe('the root of the service', () => {
  const next = createAttestationAuthority({ name: 'Next' })
  const blob = createMetadataBlob(service, { entries: [listed] })

  test('may be one of several', async () => {
    const metadata = { read: () => blob, root: [next.rootPem, service.root] }
    expect(await outcomeOf({ world: worldWith(required, { metadata }) })).toBe('trusted')
  })

  test.each([
    ['none', []],
    ['a text that is none', 'root.pem'],
    ['one that is cut', service.rootPem.replace(/\n[^\n]+\n-----END/, '\n-----END')],
    ['bytes that are none', new Uint8Array([0x30, 3, 1, 1, 0])],
    ['one good, one not', [service.rootPem, 'x']],
    ['nothing', undefined],
  ])('is checked at start-up: %s', (_, root) => {
    const start = () => worldWith({}, { metadata: { read: () => blob, root: root as string } })
    expect(start).toThrow(TypeError)
    expect(start).toThrow('metadata.root')
  })
})

describe('metadata that cannot be used', () => {
  const signed = createMetadataBlob(stranger, { entries: [listed] })
  const issues: readonly (readonly [issue: string, given: unknown])[] = [
    ['nothing-yet', undefined],
    ['nothing-yet', null],
    ['nothing-yet', ''],
    ['bytes', Buffer.from('a.b.c')],
    ['not-text', { blob: 'x' }],
    ['not-a-blob', '<!doctype html><title>502</title>'],
    ['not-a-blob', '{}'],
    ['not-signed', signed],
    ['not-signed', signed.replace(/\.[^.]*$/, '.')],
    ['out-of-date', createMetadataBlob(service, { entries: [listed], nextUpdate: '2026-11-20' })],
  ]

  test.each(issues)('%s: refused where trust is required, with the reason in the cause', async (issue, given) => {
    const { world } = worldReading(given)
    const status = await world.passkeys.admin.metadata.status()
    expect(status).toMatchObject({ usable: false, issue, message: expect.stringMatching(/\.$/) })
    const error = await enroll(world).catch((it) => it)
    expect(error).toMatchObject({ code: 'attestation_not_trusted', cause: { cause: { message: status.message } } })
  })

  test.each(issues)('%s: an event, once a day', async (issue, given) => {
    const { world } = worldReading(given)
    await enroll(world).catch(() => undefined)
    await enroll(world).catch(() => undefined)
    const told = await world.told()
    expect(told.map(({ name, data, actor: { type } }) => ({ name, data, type }))).toEqual([
      { name: 'metadata.rejected', data: { issue }, type: 'system' },
    ])
    world.clock.forward(86_400)
    await enroll(world).catch(() => undefined)
    expect((await world.told()).length).toBe(1)
  })

  test('a reading that fails', async () => {
    const read = () => Promise.reject(new Error('no such file'))
    const world = worldWith(required, { metadata: { read, root: service.root } })
    expect(await world.passkeys.admin.metadata.status()).toMatchObject({ usable: false, issue: 'read-failed' })
    expect(await enroll(world).catch((it) => it)).toMatchObject({ code: 'attestation_not_trusted' })
  })

  test('is not the same as not trusted: the passkey is stored as not checked', async () => {
    const optional = { attestation: 'direct', trust: { roots: 'mds' } } as const
    const stored = async (given: unknown) => {
      const { world } = worldReading(given, optional)
      await enroll(world)
      return (await stateOf(world)).passkeys[0]?.attestation
    }
    const chain = [expect.any(String), expect.any(String)]
    expect(await stored(undefined)).toEqual({ format: 'packed', type: 'unjudged', trusted: false, chain })
    expect(await stored({ entries: [] })).toEqual({ format: 'packed', type: 'certified', trusted: false })
    expect(await stored({ entries: [listed] })).toEqual({ format: 'packed', type: 'certified', trusted: true })
  })
})

describe('a passkey that could not be judged is judged at a sign-in', () => {
  const optional = { attestation: 'direct', trust: { roots: 'mds' } } as const
  const attestationIn = async (world: World) => (await stateOf(world)).passkeys[0]?.attestation

  /** A passkey that was created while there was no metadata. */
  async function unjudged(options: Partial<AuthenticatorOptions> = certified, policy: PartialPolicy = optional) {
    const { world, source } = worldReading(undefined, policy)
    const authenticator = world.authenticator(options)
    await world.enroll(authenticator)
    return { world, source, signIn: () => world.signIn(authenticator) }
  }

  test.each([
    ['listed', { entries: [listed] }, true],
    ['not listed', { entries: [] }, false],
    ['of another maker', { entries: [{ aaguid, roots: [stranger.root] }] }, false],
    ['revoked by now', { entries: [{ ...listed, status: 'REVOKED' }] }, false],
  ])('once: its model is %s', async (_, content, trusted) => {
    const { world, source, signIn } = await unjudged()
    source.blob = createMetadataBlob(service, content as MetadataContent)
    expect((await signIn()).assurance.attested).toBe(trusted)
    expect(await attestationIn(world)).toEqual({ format: 'packed', type: 'certified', trusted })
    source.blob = createMetadataBlob(service, { entries: trusted ? [] : [listed], number: 9 })
    await signIn()
    expect(await attestationIn(world)).toMatchObject({ trusted })
  })

  test('of U2F, by the key in its certificate', async () => {
    const keyIdentifiers: string[] = []
    const watching = changing((wanted) => {
      keyIdentifiers.push(keyIdentifierOf(wanted.subjectPublicKeyInfo))
      return {}
    })
    const u2f = { attestation: 'fido-u2f', authority: watching, synced: false } as const
    const { world, source, signIn } = await unjudged(u2f)
    source.blob = createMetadataBlob(service, { entries: [{ keyIdentifiers, roots: [authority.root] }] })
    await signIn()
    expect(await attestationIn(world)).toEqual({ format: 'fido-u2f', type: 'certified', trusted: true })
  })

  test.each([
    ['there is still none', undefined],
    ['it is still a page', '<html>'],
    ['it is out of date', createMetadataBlob(service, { entries: [listed], nextUpdate: '2026-11-20' })],
  ])('not yet: %s', async (_, blob) => {
    const { world, source, signIn } = await unjudged()
    const before = await attestationIn(world)
    source.blob = blob
    await signIn()
    expect(await attestationIn(world)).toEqual(before)
  })

  test('not where the policy no longer reads the metadata', async () => {
    const { world, source, signIn } = await unjudged()
    source.blob = createMetadataBlob(service, { entries: [listed] })
    const policy = { mode: 'optional', attestation: 'direct', trust: { roots: [] } } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor: environment })
    await signIn()
    expect(await attestationIn(world)).toMatchObject({ type: 'unjudged' })
  })

  test('its certificates may have expired since', async () => {
    const tomorrow = Date.UTC(2026, 10, 22)
    const shortly = changing(() => ({ leaf: (content) => ({ ...content, notAfter: tomorrow }) }))
    const { world, source, signIn } = await unjudged({ ...certified, authority: shortly })
    world.clock.forward(3 * 86_400)
    source.blob = createMetadataBlob(service, { entries: [listed] })
    await signIn()
    expect(await attestationIn(world)).toMatchObject({ trusted: true })
  })

  test('a policy that checks it at each sign-in admits it once it is trusted', async () => {
    const { world, source, signIn } = await unjudged()
    const policy = { mode: 'optional', ...required, authenticators: { at: 'enroll-and-sign-in' } } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor: environment })
    await expect(signIn()).rejects.toMatchObject({ code: 'attestation_not_trusted' })
    source.blob = createMetadataBlob(service, { entries: [listed] })
    await expect(signIn()).resolves.toMatchObject({ assurance: { attested: true } })
  })

  test('a sign-in by user name lists it, unless its model is revoked', async () => {
    const { world, source } = await unjudged()
    const policy = {
      mode: 'optional',
      flow: 'both',
      ...required,
      authenticators: { at: 'enroll-and-sign-in' },
    } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor: environment })
    const [passkey] = (await stateOf(world)).passkeys
    const isListed = async () => {
      const { options } = await world.passkeys.signIn.begin({ identifier: alice.name, binding })
      return options.allowCredentials.some(({ id }) => id === passkey?.id)
    }
    expect(await isListed()).toBe(true)
    source.blob = createMetadataBlob(service, { entries: [{ ...listed, status: 'REVOKED' }] })
    expect(await isListed()).toBe(false)
  })

  test.each([
    ['no certificate', ['AAAA']],
    ['nothing', []],
    ['no base64url', ['?']],
  ])('what is stored is %s: not trusted', async (_, chain) => {
    const { passkeys, ...storage } = memoryStorage()
    const add: typeof passkeys.add = (passkey, together) =>
      passkeys.add({ ...passkey, attestation: { ...passkey.attestation, chain } }, together)
    const source = { blob: '' }
    const metadata = { read: () => source.blob, root: service.rootPem }
    const world = worldWith(optional, { storage: { ...storage, passkeys: { ...passkeys, add } }, metadata })
    const authenticator = world.authenticator(certified)
    await world.enroll(authenticator)
    source.blob = createMetadataBlob(service, { entries: [listed] })
    await world.signIn(authenticator)
    expect(await attestationIn(world)).toEqual({ format: 'packed', type: 'certified', trusted: false })
  })
})

/** The authority, whose certificates differ as this says. */
function changing(
  tamper: (wanted: Parameters<AttestationAuthority['issue']>[0]) => StatementTamper,
): AttestationAuthority {
  return {
    ...authority,
    issue: (wanted, given) => authority.issue(wanted, { ...given, ...tamper(wanted) }),
  }
}

describe('the status', () => {
  test('says until when it is to be used, and how many models it lists', async () => {
    const { world } = worldReading({ entries: [listed, { aaguid: another }], number: 42 })
    expect(await world.passkeys.admin.metadata.status()).toEqual({
      usable: true,
      number: 42,
      models: 2,
      validUntil: Date.UTC(2026, 11, 2),
    })
  })

  test('without metadata says so', async () => {
    const status = await worldWith({}).passkeys.admin.metadata.status()
    expect(status).toMatchObject({ usable: false, issue: 'not-configured' })
  })
})

describe('reading', () => {
  test('is shared by those who ask at the same time, and a blob is parsed once', async () => {
    const good = createMetadataBlob(service, { entries: [listed] })
    const read = vi.fn(async () => good)
    const world = worldWith(required, { metadata: { read, root: service.root } })
    const status = () => world.passkeys.admin.metadata.status()
    await Promise.all(Array.from({ length: 10 }, status))
    expect(read).toHaveBeenCalledTimes(1)
    await status()
    expect(read).toHaveBeenCalledTimes(2)
  })

  test.each([
    ['one that holds', createMetadataBlob(service, { entries: [listed] })],
    ['one that does not', createMetadataBlob(stranger, { entries: [listed] })],
  ])('remembers the outcome of a blob: %s', async (_, given) => {
    const { world } = worldReading(given)
    const verify = vi.spyOn(JSON, 'parse')
    await world.passkeys.admin.metadata.status()
    const first = verify.mock.calls.length
    await world.passkeys.admin.metadata.status()
    expect(verify.mock.calls.length).toBe(first)
    verify.mockRestore()
  })

  test('a blob that cannot be read, or is older, does not take the place of one that was accepted', async () => {
    const reading = worldReading({ entries: [{ ...listed, status: 'REVOKED' }], number: 2 })
    expect(await outcomeOf(reading)).toBe('attestation_chain_untrusted')
    reading.source.blob = createMetadataBlob(service, { entries: [listed], number: 1 })
    expect(await outcomeOf(reading)).toBe('attestation_chain_untrusted')
    expect(await reading.world.passkeys.admin.metadata.status()).toMatchObject({ issue: 'older', number: 2 })
    reading.source.blob = createMetadataBlob(service, { entries: [listed], number: 3 })
    expect(await outcomeOf(reading)).toBe('trusted')
    reading.source.blob = '<html>'
    expect(await outcomeOf(reading)).toBe('trusted')
  })

  test('a serial number is needed: without one nothing says which blob is the later', async () => {
    expect(await outcomeOf(worldReading({ entries: [listed], number: 'x' }))).toBe('attestation_chain_untrusted')
  })
})

describe('a model that is revoked after its passkey was made', () => {
  const watched = { ...required, authenticators: { at: 'enroll-and-sign-in' } } as const
  const revocation = (number: number) =>
    createMetadataBlob(service, { entries: [{ ...listed, status: 'REVOKED' }], number, nextUpdate: '2026-11-25' })

  async function enrolled(policy: PartialPolicy) {
    const reading = worldReading({ entries: [listed] }, policy)
    const authenticator = reading.world.authenticator(certified)
    await reading.world.enroll(authenticator)
    return { ...reading, signIn: () => reading.world.signIn(authenticator) }
  }

  test('does not sign in where authenticators are checked at each sign-in', async () => {
    const { source, signIn } = await enrolled(watched)
    await expect(signIn()).resolves.toMatchObject({ assurance: { attested: true } })
    source.blob = revocation(2)
    await expect(signIn()).rejects.toMatchObject({ code: 'attestation_not_trusted' })
  })

  test('nor by the last accepted blob, however old, whatever is read by then', async () => {
    const { world, source, signIn } = await enrolled(watched)
    source.blob = revocation(2)
    await expect(signIn()).rejects.toMatchObject({ code: 'attestation_not_trusted' })
    for (const blob of [undefined, createMetadataBlob(service, { entries: [listed], number: 1 })]) {
      source.blob = blob
      world.clock.forward(30 * 86_400)
      await expect(signIn()).rejects.toMatchObject({ code: 'attestation_not_trusted' })
    }
  })

  test('a blob that fails or is late locks no user out', async () => {
    const { world, source, signIn } = await enrolled(watched)
    world.clock.forward(60 * 86_400)
    await expect(signIn()).resolves.toBeDefined()
    source.blob = '<html>'
    await expect(signIn()).resolves.toBeDefined()
  })

  test('signs in where authenticators are checked at enrollment alone', async () => {
    const { source, signIn } = await enrolled(required)
    source.blob = revocation(2)
    await expect(signIn()).resolves.toBeDefined()
  })

  test('where trust is not required, signs in and is attested no longer', async () => {
    const { source, signIn } = await enrolled({ ...watched, trust: { roots: 'mds' } })
    source.blob = revocation(2)
    await expect(signIn()).resolves.toMatchObject({ assurance: { attested: false } })
  })

  test('is not admitted to an organization', async () => {
    const source = { blob: createMetadataBlob(service, { entries: [listed] }) }
    const world = createWorld({
      policy: { mode: 'optional', ...watched },
      metadata: { read: () => source.blob, root: service.rootPem },
      host: { organizationsOf: () => ['acme'] },
    })
    const authenticator = world.authenticator(certified)
    await world.enroll(authenticator)
    const signIn = await world.signIn(authenticator)
    const admission = () => world.passkeys.assurance.admits({ signIn, organizationId: 'acme' })
    expect(await admission()).toMatchObject({ admitted: true })
    source.blob = revocation(2)
    expect(await admission()).toEqual({ admitted: false, reason: 'authenticator_not_allowed' })
  })

  describe('is not usable', () => {
    const revoked = async (policy: PartialPolicy, host: Host = {}) => {
      const source = { blob: createMetadataBlob(service, { entries: [listed] }) }
      const world = createWorld({
        policy: { mode: 'optional', ...watched, ...policy },
        metadata: { read: () => source.blob, root: service.rootPem },
        host,
      })
      const { passkey } = await world.enroll(world.authenticator(certified))
      const revoke = () => {
        source.blob = revocation(2)
      }
      return { world, passkey, session: world.session(), revoke }
    }

    test('the user is prompted for another one', async () => {
      const { world, session, revoke } = await revoked({})
      const decide = () => world.passkeys.prompt.decide({ session, on: 'sign-in' })
      expect(await decide()).toMatchObject({ prompt: 'none' })
      revoke()
      expect(await decide()).toMatchObject({ prompt: 'offer' })
    })

    test('the password is allowed again', async () => {
      const { world, revoke } = await revoked({ password: 'refused-once-enrolled' })
      const allowed = () => world.passkeys.passwordAllowed({ userId: alice.id })
      expect(await allowed()).toBe(false)
      revoke()
      expect(await allowed()).toBe(true)
    })

    test('it is no last sign-in method, and can be removed', async () => {
      const { world, session, passkey, revoke } = await revoked({ removeLast: 'never' })
      const list = async () => (await world.passkeys.manage.list({ session })).passkeys
      expect(await list()).toMatchObject([{ removable: false }])
      revoke()
      expect(await list()).toMatchObject([{ removable: true }])
      await expect(world.passkeys.manage.remove({ session, id: passkey.id })).resolves.toBeDefined()
    })

    test('a sign-in by user name does not list it', async () => {
      const { world, passkey, revoke } = await revoked({ flow: 'both' })
      const listedIds = async () => {
        const { options } = await world.passkeys.signIn.begin({ identifier: alice.name, binding })
        return options.allowCredentials.map(({ id }) => id)
      }
      expect(await listedIds()).toEqual([passkey.id])
      revoke()
      expect(await listedIds()).not.toContain(passkey.id)
    })

    test('a policy that begins to check it names its user in the preview', async () => {
      const { world, revoke } = await revoked({ authenticators: { at: 'enroll' } })
      revoke()
      const policy = { mode: 'optional', ...watched } as const
      const preview = await world.passkeys.admin.policy.preview({ policy })
      expect(preview).toMatchObject({ lockedOut: 1, items: [{ userId: alice.id }] })
    })

    test('a new one is enrolled without it where the strongest sign-in is needed', async () => {
      const { world, session, revoke } = await revoked({ enrollWith: 'strongest' })
      const begin = () => world.passkeys.enroll.begin({ user: alice, session, binding })
      await expect(begin()).rejects.toMatchObject({ code: 'recent_authentication_required' })
      revoke()
      await expect(begin()).resolves.toBeDefined()
    })
  })
})

describe('several processes', () => {
  const good = (number: number) => createMetadataBlob(service, { entries: [listed], number })
  const bad = (number: number) => createMetadataBlob(service, { entries: [{ ...listed, status: 'REVOKED' }], number })

  /** A process of its own on the same storage, in which `metadata.read` returns this. */
  const processReading = (storage: PasskeyStorage, blob: string, root: string | readonly string[] = service.rootPem) =>
    worldWith(required, { storage, metadata: { read: () => blob, root } })
  const statusOf = (world: World) => world.passkeys.admin.metadata.status()

  test('a new one refuses metadata that is older than what another has accepted', async () => {
    const storage = memoryStorage()
    expect(await statusOf(processReading(storage, good(2)))).toMatchObject({ usable: true, number: 2 })
    const late = processReading(storage, good(1))
    expect(await statusOf(late)).toMatchObject({ usable: false, issue: 'older' })
    expect(await enroll(late).catch((it) => it)).toMatchObject({ code: 'attestation_not_trusted' })
    expect(await statusOf(processReading(storage, good(2)))).toMatchObject({ usable: true, number: 2 })
    expect(await statusOf(processReading(storage, good(3)))).toMatchObject({ usable: true, number: 3 })
  })

  test('a model that the older metadata reports is revoked anyway', async () => {
    const storage = memoryStorage()
    const first = processReading(storage, good(2))
    const authenticator = first.authenticator(certified)
    await first.enroll(authenticator)
    await statusOf(processReading(storage, good(3)))
    const watching = worldWith(
      { ...required, authenticators: { at: 'enroll-and-sign-in' } },
      { storage, metadata: { read: () => bad(1), root: service.rootPem } },
    )
    await expect(watching.signIn(authenticator)).rejects.toMatchObject({ code: 'attestation_not_trusted' })
  })

  test('each root has its own serial numbers', async () => {
    const storage = memoryStorage()
    const next = createAttestationAuthority({ name: 'Next' })
    const roots = [service.rootPem, next.rootPem]
    await statusOf(processReading(storage, good(7), roots))
    const renewed = createMetadataBlob(next, { entries: [listed], number: 1 })
    expect(await statusOf(processReading(storage, renewed, roots))).toMatchObject({ usable: true, number: 1 })
    expect(await statusOf(processReading(storage, good(6), roots))).toMatchObject({ issue: 'older' })
  })

  test('one reads what is stored once for each blob', async () => {
    const storage = memoryStorage()
    const read = vi.fn(storage.metadata?.read)
    const world = processReading({ ...storage, metadata: { ...storage.metadata, read } as MetadataStore }, good(1))
    for (let times = 0; times < 3; times++) await statusOf(world)
    expect(read).toHaveBeenCalledTimes(1)
  })

  test('ten that accept at once all succeed', async () => {
    const storage = memoryStorage()
    const blob = good(5)
    const worlds = Array.from({ length: 10 }, () => processReading(storage, blob))
    const all = await Promise.all(worlds.map(statusOf))
    expect(all.map(({ usable }) => usable)).toEqual(Array(10).fill(true))
  })

  describe('acceptOlder', () => {
    const accept = (world: World, by: Actor = environment) => world.passkeys.admin.metadata.acceptOlder({ actor: by })

    test('goes back for all, with an event that names the admin', async () => {
      const storage = memoryStorage()
      const newer = processReading(storage, good(2))
      await statusOf(newer)
      const late = processReading(storage, good(1))
      expect(await statusOf(late)).toMatchObject({ issue: 'older' })
      await late.told()
      expect(await accept(late)).toMatchObject({ usable: true, number: 1 })
      expect(await late.told()).toMatchObject([
        { name: 'metadata.older_accepted', data: { number: 1 }, actor: { type: 'admin', id: 'admin-1' } },
      ])
      expect(await statusOf(processReading(storage, good(1)))).toMatchObject({ usable: true, number: 1 })
    })

    test('another process that has refused it takes it within a minute', async () => {
      const storage = memoryStorage()
      await statusOf(processReading(storage, good(2)))
      const [one, other] = [processReading(storage, good(1)), processReading(storage, good(1))]
      expect(await statusOf(other)).toMatchObject({ issue: 'older' })
      await accept(one)
      other.clock.forward(60)
      expect(await statusOf(other)).toMatchObject({ usable: true, number: 1 })
    })

    test('needs the environment', async () => {
      const world = processReading(memoryStorage(), good(1))
      for (const by of [actor, { id: 'a', scope: { organizationId: 'acme' } }]) {
        await expect(accept(world, by)).rejects.toMatchObject({ code: 'forbidden' })
      }
      await expect(accept(world, null as unknown as Actor)).rejects.toThrow(TypeError)
    })

    test.each([
      ['not-a-blob', '<html>'],
      ['not-signed', createMetadataBlob(stranger, { entries: [listed] })],
    ])('accepts nothing that is %s', async (issue, blob) => {
      const world = processReading(memoryStorage(), blob)
      expect(await accept(world)).toMatchObject({ usable: false, issue })
      expect((await world.told()).map(({ name }) => name)).not.toContain('metadata.older_accepted')
    })
  })
})
