import type { PartialPolicy, PasskeysConfig } from '@latchkey/core'
import {
  type AttestationKind,
  type AuthenticatorOptions,
  createAttestationAuthority,
  createMetadataBlob,
  type MetadataContent,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { binding, createWorld, stateOf, type World } from '../../world.js'

const authority = createAttestationAuthority()
const stranger = createAttestationAuthority()
const service = createAttestationAuthority({ name: 'Metadata' })
const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'
const another = 'd548826e-79b4-db40-a3d8-11116f7e8349'
const actor = { id: 'admin-1' }

const required = { attestation: 'direct', trust: { require: true, roots: [authority.rootPem] } } as const
const certified = { attestation: 'packed', authority, aaguid, synced: false } as const

const worldWith = (policy: PartialPolicy, change: Partial<PasskeysConfig> = {}) =>
  createWorld({ ...change, policy: { mode: 'optional', ...policy } } as Parameters<typeof createWorld>[0])

/** What the store remembers of the attestation of the only passkey. */
const kept = async (world: World) => (await stateOf(world)).passkeys[0]?.attestation

async function refusal(world: World, options: Partial<AuthenticatorOptions>) {
  const error = await world.enroll(world.authenticator(options)).catch((it) => it)
  expect((await stateOf(world)).passkeys).toEqual([])
  return { code: error.code, status: error.status, inside: error.cause?.code }
}

describe('trust that is required', () => {
  test('lets in what leads to a root, and keeps that it did', async () => {
    const world = worldWith(required)
    await world.enroll(world.authenticator(certified))
    expect(await kept(world)).toEqual({ format: 'packed', type: 'certified', trusted: true })
  })

  const refused: readonly (readonly [what: string, options: Partial<AuthenticatorOptions>, inside: string])[] = [
    ['nothing said', { attestation: 'none' }, 'attestation_type_not_allowed'],
    ['its own word', { attestation: 'self' }, 'attestation_type_not_allowed'],
    ['the word of a stranger', { ...certified, authority: stranger }, 'attestation_chain_untrusted'],
    ['a model that U2F does not sign', { ...certified, attestation: 'fido-u2f' }, 'attestation_aaguid_mismatch'],
    [
      'a format that is switched off',
      { ...certified, attestation: 'android-safetynet' },
      'attestation_format_unsupported',
    ],
  ]

  test.each(refused)('one refusal outside, which one inside: %s', async (_, options, inside) => {
    const outside = { code: 'attestation_not_trusted', status: 422 }
    expect(await refusal(worldWith(required), options)).toEqual({ ...outside, inside })
  })

  test('without a root refuses everybody', async () => {
    const world = worldWith({ attestation: 'direct', trust: { require: true } })
    expect(await refusal(world, certified)).toMatchObject({ inside: 'attestation_chain_untrusted' })
  })

  test('certificates are judged at the time of the deployment', async () => {
    const world = worldWith(required)
    world.clock.now = Date.UTC(2050, 0, 1)
    expect(await refusal(world, certified)).toMatchObject({ inside: 'attestation_certificate_expired' })
  })

  test('what was not asked for is not believed, though the policy asks for it by now', async () => {
    const world = worldWith({})
    const session = world.session()
    const user = { id: session.userId, name: 'alice@example.com' }
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
    const response = await world.authenticator(certified).create(options)
    await world.passkeys.admin.policy.setEnvironment({ policy: required, expectedVersion: 0, actor })
    const attempt = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(attempt).rejects.toMatchObject({
      code: 'attestation_not_trusted',
      cause: { code: 'attestation_type_not_allowed' },
    })
  })
})

test('a root that cannot be parsed is refused before it could lock a user out', async () => {
  const cut = authority.rootPem.replace(/\n[^\n]+\n-----END/, '\n-----END')
  const world = worldWith({})
  const set = (last: string) => {
    const policy = { attestation: 'direct', trust: { roots: [authority.rootPem, last] } } as const
    return world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
  }
  await expect(set(cut)).rejects.toMatchObject({
    code: 'policy_invalid',
    issues: [expect.objectContaining({ path: 'trust.roots.1' })],
  })
  await expect(set(stranger.rootPem)).resolves.toMatchObject({ version: 1 })
})

describe('trust that is not required', () => {
  const optional = { attestation: 'direct', trust: { roots: [authority.rootPem] } } as const

  test.each([
    ['none', { attestation: 'none' }, { format: 'none', type: 'none', trusted: false }],
    ['a stranger', { ...certified, authority: stranger }, { format: 'packed', type: 'certified', trusted: false }],
    ['one that is known', certified, { format: 'packed', type: 'certified', trusted: true }],
  ] as const)('lets in %s, and keeps what it is', async (_, options, expected) => {
    const world = worldWith(optional)
    await world.enroll(world.authenticator(options))
    expect(await kept(world)).toEqual(expected)
  })

  test('a statement must be valid anyway', async () => {
    const world = worldWith(optional)
    const session = world.session()
    const user = { id: session.userId, name: 'alice@example.com' }
    const { ceremony, options } = await world.passkeys.enroll.begin({ user, session, binding })
    const tamper = { signature: (it: Uint8Array) => it.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) }
    const response = await world.authenticator(certified).create(options, { tamper })
    const attempt = world.passkeys.enroll.finish({ ceremony, response, session, binding })
    await expect(attempt).rejects.toMatchObject({ code: 'attestation_signature_invalid' })
  })
})

describe('models', () => {
  test('on the allow list, proven: the listed one and no other', async () => {
    const policy = { ...required, authenticators: { allow: [aaguid] } }
    const world = worldWith(policy)
    await world.enroll(world.authenticator(certified))
    expect(await refusal(worldWith(policy), { ...certified, aaguid: another })).toMatchObject({
      code: 'authenticator_not_allowed',
    })
  })

  test('a claim on the allow list is worth nothing', async () => {
    const world = worldWith({ ...required, authenticators: { allow: [aaguid] } })
    const claims: readonly AttestationKind[] = ['none', 'self']
    for (const attestation of claims) {
      expect(await refusal(world, { aaguid, attestation })).toMatchObject({ code: 'attestation_not_trusted' })
    }
  })

  test('at each sign-in the record is judged, not the certificates: they may have run out', async () => {
    const world = worldWith({ ...required, authenticators: { at: 'enroll-and-sign-in', allow: [aaguid] } })
    const authenticator = world.authenticator(certified)
    await world.enroll(authenticator)
    world.clock.now = Date.UTC(2050, 0, 1)
    await expect(world.signIn(authenticator)).resolves.toBeDefined()
  })

  test('at each sign-in: who was let in before trust was required stays out', async () => {
    const world = worldWith({})
    const authenticator = world.authenticator(certified)
    await world.enroll(authenticator)
    const policy = { ...required, authenticators: { at: 'enroll-and-sign-in' } } as const
    await world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    await expect(world.signIn(authenticator)).rejects.toMatchObject({ code: 'attestation_not_trusted' })
  })
})

test('multi-factor when attested: a trusted passkey is, another is not', async () => {
  const signedIn = async (options: Partial<AuthenticatorOptions>) => {
    const world = worldWith({ ...required, trust: { roots: [authority.rootPem] }, satisfiesMfa: 'when-attested' })
    const authenticator = world.authenticator(options)
    await world.enroll(authenticator)
    return (await world.signIn(authenticator)).assurance
  }
  expect(await signedIn(certified)).toMatchObject({ satisfiesMfa: true, attested: true, amr: ['hwk', 'user', 'mfa'] })
  const untrusted = { satisfiesMfa: false, attested: false, amr: ['pop', 'user', 'mfa'] }
  expect(await signedIn({ ...certified, authority: stranger })).toMatchObject(untrusted)
})

describe('the FIDO Metadata Service', () => {
  const listed = { aaguid, roots: [stranger.root, authority.root] }
  const policy = { attestation: 'direct', trust: { require: true, roots: 'mds' } } as const
  const worldReading = (content: MetadataContent, signer = service) => {
    const blob = createMetadataBlob(signer, content)
    return worldWith(policy, { metadata: { read: () => blob, root: service.rootPem } })
  }

  test('vouches for the models that it lists, again and again', async () => {
    const world = worldReading({ entries: [{ aaguid: another }, listed, { status: 'FIDO_CERTIFIED' }] })
    await world.enroll(world.authenticator(certified))
    await world.enroll(world.authenticator({ ...certified, attestation: 'tpm' }))
    expect((await stateOf(world)).passkeys.map(({ attestation }) => attestation.trusted)).toEqual([true, true])
  })

  const untrusted: readonly (readonly [what: string, content: MetadataContent])[] = [
    ['a model that is not listed', { entries: [{ ...listed, aaguid: another }] }],
    ['a model with another root', { entries: [{ aaguid, roots: [service.root] }] }],
    ['a root that cannot be read', { entries: [{ aaguid, roots: [new Uint8Array(5)] }] }],
    ['revoked', { entries: [{ ...listed, status: 'REVOKED' }] }],
    ['compromised', { entries: [{ ...listed, status: 'ATTESTATION_KEY_COMPROMISE' }] }],
    ['unverified users', { entries: [{ ...listed, status: 'USER_VERIFICATION_BYPASS' }] }],
    ['keys that got out', { entries: [{ ...listed, status: 'USER_KEY_PHYSICAL_COMPROMISE' }] }],
    ['metadata out of date', { entries: [listed], nextUpdate: '2026-11-20' }],
    ['a date that is none', { entries: [listed], nextUpdate: 'soon' }],
    ['another customer of the same authority', { entries: [listed], host: 'example.com' }],
    ['metadata without a signature', { entries: [listed], algorithm: 'none' }],
  ]

  test.each(untrusted)('vouches for no model: %s', async (_, content) => {
    expect(await refusal(worldReading(content), certified)).toEqual({
      code: 'attestation_not_trusted',
      status: 422,
      inside: 'attestation_chain_untrusted',
    })
  })

  test('vouches for no model: signed by a stranger, or no metadata at all', async () => {
    const inside = { inside: 'attestation_chain_untrusted' }
    expect(await refusal(worldReading({ entries: [listed] }, stranger), certified)).toMatchObject(inside)
    const world = worldWith(policy, { metadata: { read: async () => 'nothing', root: service.root } })
    expect(await refusal(world, certified)).toMatchObject(inside)
  })

  test('is good for its last day', async () => {
    const world = worldReading({ entries: [listed], nextUpdate: '2026-11-21' })
    await expect(world.enroll(world.authenticator(certified))).resolves.toBeDefined()
  })

  test('must be there before a policy can name it', async () => {
    expect(() => worldWith(policy)).toThrow("policy.trust.roots: 'mds' needs the metadata")
    expect(() => worldWith(policy)).toThrow(TypeError)
    const attempt = worldWith({}).passkeys.admin.policy.setEnvironment({ policy, expectedVersion: 0, actor })
    await expect(attempt).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: [expect.objectContaining({ path: 'trust.roots' })],
    })
  })
})
