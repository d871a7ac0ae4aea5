import type { PartialPolicy } from '@latchkey/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alice, binding, createWorld, rpId, stateOf, type World } from '../../world.js'

const actor = { id: 'admin-1' }

/** What a user, an admin or the author of a policy may do next; `at` picks one of the passkeys. */
type Step =
  | { readonly by: 'user'; readonly does: 'enroll'; readonly residentKey: 'required' | 'discouraged' }
  | { readonly by: 'user'; readonly does: 'remove'; readonly at: number }
  | { readonly by: 'admin'; readonly does: 'suspend' | 'reinstate'; readonly at: number }
  | { readonly by: 'admin'; readonly does: 'policy'; readonly policy: PartialPolicy }

const at = fc.nat(5)
const anyPolicy: fc.Arbitrary<PartialPolicy> = fc.record({
  mode: fc.constantFrom('optional', 'mandatory'),
  flow: fc.constantFrom('smart', 'classic', 'both'),
  removeLast: fc.constantFrom('never', 'if-other-method'),
  password: fc.constantFrom('allowed', 'refused-once-enrolled'),
  kinds: fc.constantFrom({ synced: true, deviceBound: true }, { synced: false, deviceBound: true }),
})

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ by: fc.constant('user'), does: fc.constant('remove'), at }), weight: 3 },
  fc.record({ by: fc.constant('admin'), does: fc.constantFrom('suspend', 'reinstate'), at }),
  fc.record({ by: fc.constant('admin'), does: fc.constant('policy'), policy: anyPolicy }),
  {
    arbitrary: fc.record({
      by: fc.constant('user'),
      does: fc.constant('enroll'),
      residentKey: fc.constantFrom('required', 'discouraged'),
    }),
    weight: 3,
  },
) as fc.Arbitrary<Step>

interface Run {
  readonly world: World
  policyVersion: number
}

async function take(run: Run, step: Step): Promise<void> {
  if (step.does === 'enroll') return enroll(run, step.residentKey)
  if (step.does === 'policy') return setPolicy(run, step.policy)
  const { passkeys } = await stateOf(run.world)
  const passkey = passkeys[step.at % passkeys.length]
  if (!passkey) return
  if (step.does === 'remove')
    return void (await run.world.passkeys.manage.remove({ session: run.world.session(), id: passkey.id }))
  const status = step.does === 'suspend' ? 'suspended' : 'active'
  await run.world.storage.passkeys.setStatus(passkey, { scope: 'environment', status }, [])
}

async function enroll({ world }: Run, residentKey: 'required' | 'discouraged'): Promise<void> {
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  const isHidden = residentKey === 'discouraged' && options.authenticatorSelection?.requireResidentKey !== true
  const selection = isHidden ? { authenticatorSelection: { residentKey } } : {}
  const response = await world.authenticator().create({ ...options, ...selection })
  await world.passkeys.enroll.finish({ ceremony, response, session, binding })
}

async function setPolicy(run: Run, policy: PartialPolicy): Promise<void> {
  await run.world.passkeys.admin.policy.setEnvironment({ policy, expectedVersion: run.policyVersion, actor })
  run.policyVersion++
}

/** Whether anything lets the user in: the password where it is allowed, or a passkey that signs in now. */
async function hasWayIn({ passkeys, storage }: World, password: boolean): Promise<boolean> {
  if (password && (await passkeys.passwordAllowed({ userId: alice.id }))) return true
  const { policy } = await passkeys.policy.effective()
  const { passkeys: kept } = await storage.passkeys.listByUser(rpId, alice.id)
  return kept.some(
    ({ status, discoverable }) => status === 'active' && !(policy.flow === 'smart' && discoverable === false),
  )
}

const isRefusal = (error: unknown) => Object(error).name === 'PasskeyError'

test.each([true, false])(
  'no user removes the last sign-in method, with a password: %s; only admins may',
  async (password) => {
    const holds = fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
      const otherSignInMethods = () => (password ? ['password'] : [])
      const run: Run = { world: createWorld({ host: { otherSignInMethods } }), policyVersion: 0 }
      for (const step of steps) {
        const before = await hasWayIn(run.world, password)
        await take(run, step).catch((error: unknown) => {
          if (!isRefusal(error)) throw error
        })
        if (step.by === 'user' && before) expect(await hasWayIn(run.world, password)).toBe(true)
      }
    })
    await fc.assert(holds, { numRuns: 150 })
  },
)
