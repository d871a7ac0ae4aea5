import type { PasskeyStorage, PasskeyWithAccount } from '@latchkey/storage'
import { type HostileStorage, withPasskeys } from './hostile-storage.js'

/** Any value, claimed to be of the type that the contract promises. */
function claimed<Promised>(value: unknown): Promised {
  return value as Promised
}

const hopesForConfusion = 'that an answer which is none is taken for a yes'

/** Values that a storage may return instead of a record or an outcome. */
const nothings: readonly [what: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['a number', 1],
  ['an empty object', {}],
  ['an empty list', []],
  ['a string', 'done'],
]

/** Values in place of a field of a passkey that was found. */
const wrongFields: readonly [what: string, field: Readonly<Record<string, unknown>>][] = [
  ['a public key that is a string', { publicKey: 'pQECAyYgASFYIA' }],
  ['a public key that is missing', { publicKey: undefined }],
  ['a sign count that is not a number', { signCount: Number.NaN }],
  ['a sign count that is a string', { signCount: '0' }],
  ['a sign count below zero', { signCount: -1 }],
  ['an owner that is empty', { userId: '' }],
  ['an owner that is a list', { userId: ['alice'] }],
  ['an id that is missing', { id: undefined }],
]

function findsInstead(change: (found: PasskeyWithAccount | undefined) => unknown): HostileStorage['lie'] {
  return (honest) =>
    withPasskeys(honest, (passkeys) => ({
      find: async (rpId, id) => claimed(change(await passkeys.find(rpId, id))),
    }))
}

/** Values in place of the stored policies. An empty list may be true. */
const wrongPolicies: readonly [what: string, value: unknown][] = [
  ...nothings.filter(([what]) => what !== 'an empty list'),
  ['a list of nothing', [null]],
  ['a policy of another scope', [storedPolicy({ scope: 'organization:other' })]],
  ['a policy of another relying party', [storedPolicy({ rpId: 'other.example' })]],
  ['a policy that is none', [storedPolicy({ policy: 'optional' })]],
  ['a policy with a mode that there is not', [storedPolicy({ policy: { mode: 'everybody' } })]],
  ['a policy with a field that there is not', [storedPolicy({ policy: { letIn: true } })]],
]

function storedPolicy(change: Readonly<Record<string, unknown>>): unknown {
  return {
    rpId: 'example.com',
    scope: 'environment',
    enabled: true,
    policy: { mode: 'optional' },
    version: 1,
    updatedAt: 0,
    ...change,
  }
}

/** Every verb of every store rejects, as when the database is down. */
function down(honest: PasskeyStorage): PasskeyStorage {
  const reject = () => Promise.reject(new Error('connect ECONNREFUSED'))
  const stores = (['passkeys', 'accounts', 'policies', 'codes', 'events', 'rates'] as const).map((store) => [
    store,
    Object.fromEntries(Object.keys(honest[store]).map((verb) => [verb, reject])),
  ])
  return claimed({ ...Object.fromEntries(stores), sweep: reject })
}

/** Stores that return what the contract does not allow, or nothing at all. */
export const nonsense: readonly HostileStorage[] = [
  ...nothings.map(([what, value]) => ({
    name: `find answers ${what}`,
    attackerHopes: hopesForConfusion,
    attackedBy: 'sign-in' as const,
    lie: findsInstead(() => value),
  })),
  ...wrongFields.map(([what, field]) => ({
    name: `find answers a passkey with ${what}`,
    attackerHopes: hopesForConfusion,
    attackedBy: 'sign-in' as const,
    lie: findsInstead((found) => found && { ...found, passkey: { ...found.passkey, ...field } }),
  })),
  ...(['passkey', 'account'] as const).map((record) => ({
    name: `find answers no ${record}`,
    attackerHopes: hopesForConfusion,
    attackedBy: 'sign-in' as const,
    lie: findsInstead((found) => ({ ...found, [record]: undefined })),
  })),
  ...[...nothings, ['nothing', undefined], ['recorded in capitals', 'RECORDED']].map(([what, value]) => ({
    name: `recordUse records nothing and answers ${what}`,
    attackerHopes: hopesForConfusion,
    attackedBy: 'sign-in' as const,
    lie: (honest: PasskeyStorage) => withPasskeys(honest, () => ({ recordUse: async () => claimed(value) })),
  })),
  ...nothings.map(([what, value]) => ({
    name: `listByUser answers ${what}`,
    attackerHopes: hopesForConfusion,
    attackedBy: 'list' as const,
    lie: (honest: PasskeyStorage) => withPasskeys(honest, () => ({ listByUser: async () => claimed(value) })),
  })),
  ...wrongPolicies.map(([what, value]) => ({
    name: `policies.read answers ${what}`,
    attackerHopes: 'to be judged by a policy that no admin has written',
    attackedBy: 'sign-in' as const,
    lie: (honest: PasskeyStorage): PasskeyStorage => ({
      ...honest,
      policies: { ...honest.policies, read: async () => claimed(value) },
    }),
  })),
  ...(['sign-in', 'list', 'rename', 'remove'] as const).map((attackedBy) => ({
    name: `every verb rejects, at ${attackedBy}`,
    attackerHopes: 'that a storage which is down lets everybody in',
    attackedBy,
    lie: down,
  })),
  {
    name: 'recordUse rejects',
    attackerHopes: 'to be signed in although nothing was recorded',
    attackedBy: 'sign-in',
    lie: (honest) =>
      withPasskeys(honest, () => ({ recordUse: () => Promise.reject(new Error('The connection was lost.')) })),
  },
  {
    name: 'recordUse throws instead of rejecting',
    attackerHopes: 'to be signed in although nothing was recorded',
    attackedBy: 'sign-in',
    lie: (honest) =>
      withPasskeys(honest, () => ({
        recordUse: () => {
          throw new Error('The connection was lost.')
        },
      })),
  },
]
