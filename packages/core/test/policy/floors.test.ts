import type { CodePolicy, PartialPolicy } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PartialOverrides, PolicyOverrides } from '../../src/policy/effective-policy.js'
import { groupLayer, withGroup } from '../../src/policy/group-layer.js'
import { fieldPlaces, mapFields } from '../../src/policy/map-fields.js'
import { normalizedPolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'
import { createWorld } from '../world.js'
import { anyLayer } from './any-layer.js'

const organizationId = 'acme'
const actor = { id: 'admin-1' }
const optional: CodePolicy = { mode: 'optional' }

const store = (policy: CodePolicy, override: PartialPolicy) => {
  const { passkeys } = createWorld({ policy })
  return passkeys.admin.policy.setOrganization({ organizationId, policy: override, expectedVersion: 0, actor })
}

/** The policy of an organization whose override was stored when nothing was forbidden. */
async function effective(policy: CodePolicy, override: PartialPolicy) {
  const storage = memoryStorage()
  await storage.policies.write(
    {
      rpId: 'example.com',
      scope: `organization:${organizationId}`,
      enabled: true,
      policy: { ...override },
      version: 1,
      changedAt: 1,
    },
    0,
    [],
  )
  return createWorld({ storage, policy }).passkeys.policy.effective({ organizationId })
}

describe('an override that is less strict than the environment', () => {
  test.each<[string, CodePolicy, PartialPolicy, unknown, unknown]>([
    ['limit', { limit: 5 }, { limit: 6 }, 5, 6],
    ['signUp', {}, { signUp: true }, false, true],
    ['userVerification.signIn', {}, { userVerification: { signIn: 'preferred' } }, 'required', 'preferred'],
    ['recentAuthentication.enroll', {}, { recentAuthentication: { enroll: 301 } }, 300, 301],
    ['recentAuthentication.enroll', {}, { recentAuthentication: { enroll: 'none' } }, 300, 'none'],
    [
      'authenticators.deny',
      { authenticators: { deny: [model('a')] } },
      { authenticators: { deny: [] } },
      [model('a')],
      [],
    ],
    ['prompt.automatic', {}, { prompt: { automatic: true } }, false, true],
    ['enumeration', { enumeration: 'usernameless-only' }, { enumeration: 'decoys' }, 'usernameless-only', 'decoys'],
    ['flow', { flow: 'smart', override: { flow: 'none' } }, { flow: 'both' }, 'smart', 'both'],
    ['mode', { override: { mode: 'none' } }, { mode: 'mandatory' }, 'optional', 'mandatory'],
    ['mode', { mode: 'mandatory', override: { mode: 'tighten' } }, { mode: 'off' }, 'mandatory', 'off'],
  ])(
    '%s: it is refused with both values, and has no effect where it was stored before',
    async (field, environment, override, floor, value) => {
      const code = { ...optional, ...environment }
      await expect(store(code, override)).rejects.toMatchObject({
        code: 'policy_invalid',
        issues: [{ path: field, floor, value }],
      })
      const { policy, from } = await effective(code, override)
      const read = fieldPlaces().find((place) => place.field === field)?.read
      expect(read?.(policy)).toEqual(floor)
      expect(['code', 'default']).toContain(read?.(from))
    },
  )

  test.each<[string, CodePolicy, PartialPolicy]>([
    ['the same value', { limit: 5 }, { limit: 5 }],
    ['a stricter value', { limit: 5 }, { limit: 4 }],
    ['a field without an order', { flow: 'smart' }, { flow: 'both' }],
    ['mode', { mode: 'mandatory' }, { mode: 'off' }],
    ['prompt.never', {}, { prompt: { never: true } }],
    ['any field with override: any', { limit: 5, override: { limit: 'any' } }, { limit: 6 }],
    [
      'a member of a group of fields with override: any',
      { override: { kinds: { synced: 'any' } }, kinds: { synced: false } },
      { kinds: { synced: true } },
    ],
  ])('%s is stored and is in effect, with its source', async (_, environment, override) => {
    const code = { ...optional, ...environment }
    await expect(store(code, override)).resolves.toMatchObject({ policy: override })
    const { policy } = await effective(code, override)
    expect(policy).toMatchObject(override)
  })

  test('an environment that becomes stricter holds at the next read, and its own layers have no floor', async () => {
    const { passkeys } = createWorld({ policy: { ...optional, limit: 10 } })
    await passkeys.admin.policy.setOrganization({ organizationId, policy: { limit: 9 }, expectedVersion: 0, actor })
    await passkeys.admin.policy.setEnvironment({ policy: { limit: 3 }, expectedVersion: 0, actor })
    expect(await passkeys.policy.effective({ organizationId })).toMatchObject({
      policy: { limit: 3 },
      from: { limit: 'environment' },
    })
    await passkeys.admin.policy.setEnvironment({ policy: { limit: 50 }, expectedVersion: 1, actor })
    expect(await passkeys.policy.effective({ organizationId })).toMatchObject({
      policy: { limit: 9 },
      from: { limit: 'organization' },
    })
  })

  test('an allow list that accepts no claims keeps its attestation, whatever an organization may do with trust', async () => {
    const list = { allow: [model('a')], unproven: 'refuse' } as const
    const code: CodePolicy = {
      ...optional,
      attestation: 'direct',
      trust: { require: true },
      authenticators: list,
      override: { trust: { require: 'any' }, attestation: 'any' },
    }
    const override: PartialPolicy = { trust: { require: false }, attestation: 'none' }
    const { policy, from } = await effective(code, override)
    expect(policy).toMatchObject({ authenticators: list, trust: { require: true }, attestation: 'indirect' })
    expect(from).toMatchObject({ authenticators: { unproven: 'code' }, trust: { require: 'code' } })
    await expect(store(code, override)).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: expect.arrayContaining([expect.objectContaining({ path: 'trust.require', floor: true, value: false })]),
    })
    const open = { ...code, override: { ...code.override, authenticators: { allow: 'any' } } } as const
    const anyModel = await effective(open, { ...override, authenticators: { allow: 'any' } })
    expect(anyModel.policy).toMatchObject({ authenticators: { allow: 'any' }, trust: { require: false } })
  })

  test('an organization trusts no roots that the environment does not trust, where that requires trust', () => {
    const trust = (...roots: string[]) => ({ attestation: 'direct', trust: { require: true, roots } }) as const
    const layers = [
      { layer: 'code', policy: trust('a', 'b') },
      { layer: 'organization', policy: trust('b', 'c') },
    ] as const
    expect(normalizedPolicy(layers, { maxCredentials: 100 }).policy.trust.roots).toEqual(['b'])
  })
})

describe('what may be stated', () => {
  test.each<[string, unknown, RegExp]>([
    ['an unknown field', { limt: 'any' }, /policy\.override\.limt: .*did you mean limit/],
    ['an unknown word', { limit: 'loosen' }, /policy\.override\.limit: must be 'any', 'tighten' or 'none'/],
    ['tighten without an order', { flow: 'tighten' }, /policy\.override\.flow: must be 'any' or 'none'/],
    ['a word for a group of fields', { prompt: 'none' }, /policy\.override\.prompt: must be/],
    ['another type', 'any', /policy\.override: must be/],
  ])('%s is a TypeError that names it', (_, override, message) => {
    expect(() => createWorld({ policy: { ...optional, override: override as PartialOverrides } })).toThrow(message)
  })

  test('only the code states it: a stored layer is refused, and the message says where it is written', async () => {
    const write = store(optional, { override: { limit: 'any' } } as PartialPolicy)
    await expect(write).rejects.toMatchObject({
      code: 'policy_invalid',
      issues: [{ path: 'override', message: expect.stringContaining('createPasskeys') }],
    })
    expect(() => createWorld({ override: { limit: 'any' } } as object)).toThrow('policy: { override }')
  })
})

const word = fc.constantFrom('any', 'tighten', 'none')
const places = fieldPlaces()
const anyOverride: fc.Arbitrary<PolicyOverrides> = fc
  .array(word, { minLength: places.length, maxLength: places.length })
  .map((words) => {
    const rest = [...words]
    return mapFields<PolicyOverrides>(() => rest.shift())
  })

test('whatever the layers and the overrides, no value is less strict than its floor, or replaced where only the environment sets it', () => {
  const several = fc.array(anyLayer, { maxLength: 3 })
  const layers = fc.record({ code: anyLayer, stored: anyLayer, groups: several, organizations: several })
  const holds = fc.property(layers, anyOverride, ({ code, stored, groups, organizations }, override) => {
    const below = [
      { layer: 'code', policy: code },
      { layer: 'environment', policy: stored },
    ] as const
    const bounds = { maxCredentials: 100, override }
    const environment = normalizedPolicy(below, bounds).policy
    const group = groupLayer(groups, environment)
    const inGroups = normalizedPolicy(withGroup(below, group), bounds).policy
    const policies = organizations.map(
      (policy) => normalizedPolicy(withGroup([...below, { layer: 'organization', policy }], group), bounds).policy,
    )
    const policy = strictestPolicy(policies, inGroups)
    for (const { field, row, read } of places) {
      const [floor, value, may] = [read(environment), read(policy), read(override)]
      // A list that accepts claims refuses more than no list.
      if (field === 'authenticators.unproven' && environment.authenticators.allow === 'any') continue
      if (may === 'tighten' && row.stricter) expect([field, row.stricter(floor, value)]).toEqual([field, value])
    }
  })
  fc.assert(holds)
})

function model(digit: string): string {
  return `${digit.repeat(8)}-0000-0000-0000-000000000000`
}
