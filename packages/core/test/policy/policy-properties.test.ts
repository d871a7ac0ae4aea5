import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partialPolicySchema } from '../../src/policy/check-policy.js'
import type { EffectivePolicy, PartialPolicy, PolicyLayer } from '../../src/policy/effective-policy.js'
import { fieldPlaces } from '../../src/policy/map-fields.js'
import { policyFields } from '../../src/policy/policy-fields.js'
import { policyIssues } from '../../src/policy/policy-rules.js'
import { resolvePolicy, strictestPolicy } from '../../src/policy/resolve-policy.js'
import { anyLayer } from './any-layer.js'

const places = fieldPlaces()
/** What another field decides as well, so that no field alone says which value holds. */
const paired = new Set(['authenticators.unproven', 'trust.roots', 'flow'])
const order = ['code', 'environment', 'group', 'organization'] as const

const resolve = (...policies: PartialPolicy[]) => resolvePolicy(policies.map((policy) => ({ layer: 'code', policy })))

describe('whatever the layers', () => {
  test('every layer that the ranges allow is one that may be stated', () => {
    fc.assert(fc.property(anyLayer, (layer) => partialPolicySchema.safeParse(layer).success))
  })

  test('each value comes from the topmost layer that states it, and provenance says which', () => {
    const layered = fc.tuple(anyLayer, anyLayer, anyLayer, anyLayer)
    const holds = fc.property(layered, ([code, environment, group, organization]) => {
      const layers = { code, environment, group, organization } as const
      const { policy, from } = resolvePolicy([
        { layer: 'code', policy: code },
        { layer: 'environment', policy: environment },
        { layer: 'group', policy: group },
        { layer: 'organization', policy: organization },
      ])
      for (const { row, read } of places) {
        const layer = read(from) as PolicyLayer
        if (layer === 'implied') expect([row, policy]).toMatchObject([policyFields.removeLast, { removeLast: 'never' }])
        else if (layer === 'default') expect(read(policy)).toEqual(row.default)
        else expect(read(policy)).toEqual(read(layers[layer]))
        const isStated = layer !== 'default' && layer !== 'implied'
        const higher = isStated ? order.slice(order.indexOf(layer) + 1) : order
        for (const name of higher) expect(read(layers[name])).toBeUndefined()
      }
    })
    fc.assert(holds)
  })

  test('resolving what was resolved changes nothing', () => {
    const holds = fc.property(anyLayer, anyLayer, (lower, upper) => {
      const once = resolve(lower, upper).policy
      expect(resolve(once).policy).toEqual(once)
      expect(resolve(lower, upper, upper).policy).toEqual(once)
    })
    fc.assert(holds)
  })

  test('one more organization never makes a value with an order less strict, and never moves one without', () => {
    const several = fc.array(anyLayer, { minLength: 1, maxLength: 4 })
    const holds = fc.property(anyLayer, several, anyLayer, (base, organizations, more) => {
      const environment = resolve(base).policy
      const policies = organizations.map((layer) => resolve(base, layer).policy)
      const before = strictestPolicy(policies, environment)
      const after = strictestPolicy([...policies, resolve(base, more).policy], environment)
      for (const { field, row, read } of places) {
        if (paired.has(field)) continue
        // The rollout is that of the policies with the resulting mode: it may begin with this organization.
        if (field.startsWith('rollout.') && before.mode !== after.mode) continue
        const expected = row.stricter ? row.stricter(read(before), read(after)) : read(environment)
        expect(read(after)).toEqual(expected)
      }
    })
    fc.assert(holds)
  })

  test('the policy of several organizations keeps the rules between fields, but for kinds of which none may be left', () => {
    const holds = fc.property(anyLayer, fc.array(anyLayer, { minLength: 1, maxLength: 4 }), (base, organizations) => {
      const policies = organizations.map((layer) => resolve(base, layer).policy)
      const issues = policyIssues(strictestPolicy(policies, resolve(base).policy))
      expect(issues.filter(({ path }) => path !== 'kinds')).toEqual([])
    })
    fc.assert(holds)
  })

  test('in which order a user belongs to organizations does not matter', () => {
    const holds = fc.property(fc.array(anyLayer, { minLength: 2, maxLength: 4 }), (layers) => {
      const environment = resolve({}).policy
      const policies = layers.map((layer) => resolve(layer).policy)
      const sorted = (policy: EffectivePolicy) =>
        JSON.parse(JSON.stringify(policy), (_, value) => (Array.isArray(value) ? [...value].sort() : value))
      const forwards = strictestPolicy(policies, environment)
      const backwards = strictestPolicy(policies.toReversed(), environment)
      expect(sorted(backwards)).toEqual(sorted(forwards))
    })
    fc.assert(holds)
  })
})
