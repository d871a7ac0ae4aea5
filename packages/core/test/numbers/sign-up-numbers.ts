import type { Host } from '@latchkey/core'
import type { PasskeyStorage } from '@latchkey/storage'
import { expect } from 'vitest'
import { type Death, dyingProcess } from '../dying-process.js'
import type { HostUsers } from '../host-users.js'
import { binding, createWorld, stateOf, type World } from '../world.js'

/** An empty storage, and a host with users: in the same database, or apart. */
export interface SignUpPlace {
  readonly storage: PasskeyStorage
  readonly users: HostUsers
}

export interface SignUpCase {
  readonly number: number
  readonly name: string
  run(place: SignUpPlace): Promise<void>
}

const identifiers = { email: 'ada@example.com', phone: '+4915112345678', username: 'ada' } as const

function openWorld(storage: PasskeyStorage, host: Host): World {
  const profile = { email: 'optional', phone: 'optional', username: 'optional' } as const
  return createWorld({ storage, host, profile, policy: { mode: 'optional', signUp: true } })
}

/** A sign-up whose passkey is made and that waits for its finish. */
async function begun(world: World, profile: object = identifiers) {
  const { ceremony, options } = await world.passkeys.signUp.begin({ profile, binding })
  const authenticator = world.authenticator()
  const response = await authenticator.create(options)
  return { authenticator, options, input: { ceremony, response, binding } }
}

async function expectNothingBut(count: number, { users }: SignUpPlace, world: World): Promise<void> {
  const kept = await users.all()
  expect(kept).toHaveLength(count)
  expect(kept.filter(({ isPending }) => isPending)).toEqual([])
  const passkeys = await Promise.all(kept.map(async ({ id }) => (await stateOf(world, id)).passkeys.length))
  expect(passkeys).toEqual(kept.map(() => 1))
  const { items } = await world.storage.passkeys.page({ rpId: world.passkeys.relyingParty.id, limit: 100 })
  expect(items).toHaveLength(count)
}

const codesOf = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'success' : result.reason.code)).sort()

/** What a process that died leaves behind, and how it is put right. */
const recoveries: Readonly<
  Record<string, (world: World, waiting: Awaited<ReturnType<typeof begun>>) => Promise<void>>
> = {
  'the user tries again': async (world, { input, authenticator }) => {
    await world.passkeys.signUp.finish(input).catch(({ code }) => expect(code).toBe('ceremony_spent'))
    await expect(world.signIn(authenticator)).resolves.toMatchObject({ kind: 'sign-in' })
  },
  'the user signs in with what the authenticator has': async (world, { authenticator }) => {
    await world.signIn(authenticator).catch(({ code }) => expect(code).toBe('credential_not_found'))
  },
  'nothing happens': async () => {},
}

async function dieAndRecover(place: SignUpPlace, death: Death, recovery: string): Promise<boolean> {
  const { storage, users } = place
  const world = openWorld(storage, users.host)
  const profile = { email: `${recovery.replaceAll(' ', '-')}-${death.atCall}-${death.when}@example.com` }
  const waiting = await begun(world, profile)
  const dying = dyingProcess(storage, users.host, death)
  await Promise.allSettled([openWorld(dying.storage, dying.host).passkeys.signUp.finish(waiting.input)])
  if (!dying.isDead()) return false

  await recoveries[recovery]?.(world, waiting)
  for (const { id: userId, isPending } of await users.all()) {
    if (isPending) await world.passkeys.signUp.reconcile({ userId })
  }
  await expectNothingBut((await users.all()).length, place, world)
  if ((await users.all()).every(({ email }) => email !== profile.email)) {
    const late = world.passkeys.signUp.finish(waiting.input)
    const [outcome] = codesOf(await Promise.allSettled([late]))
    expect(['success', 'account_changed']).toContain(outcome)
    await expectNothingBut((await users.all()).length, place, world)
  }
  return true
}

/** Number 17, and what goes with it: user and passkey together, or neither. */
export const signUpNumbers: readonly SignUpCase[] = [
  ...(['email', 'phone', 'username'] as const).map(
    (taken): SignUpCase => ({
      number: 17,
      name: `a sign-up with a taken ${taken}: refused, and nothing is created`,
      async run(place) {
        const world = openWorld(place.storage, place.users.host)
        const late = await begun(world, { [taken]: identifiers[taken] })
        await world.passkeys.signUp.finish((await begun(world)).input)
        const refusal = { code: 'identifier_taken', status: 409, issues: [{ path: taken, message: 'is taken' }] }
        const profile = { [taken]: identifiers[taken] }
        await expect(world.passkeys.signUp.begin({ profile, binding })).rejects.toMatchObject(refusal)
        await expect(world.passkeys.signUp.finish(late.input)).rejects.toMatchObject(refusal)
        await expectNothingBut(1, place, world)
      },
    }),
  ),
  {
    number: 17,
    name: 'ten sign-ups with one address at the same instant: one user',
    async run(place) {
      const world = openWorld(place.storage, place.users.host)
      const waiting = await Promise.all(Array.from({ length: 10 }, () => begun(world)))
      const results = await Promise.allSettled(waiting.map(({ input }) => world.passkeys.signUp.finish(input)))
      expect(codesOf(results)).toEqual([...Array(9).fill('identifier_taken'), 'success'])
      await expectNothingBut(1, place, world)
    },
  },
  {
    number: 15,
    name: 'one sign-up finished 50 times at once: one user, one passkey, told once',
    async run(place) {
      const world = openWorld(place.storage, place.users.host)
      const { input } = await begun(world)
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => world.passkeys.signUp.finish(input)))
      expect(codesOf(results)).toEqual([...Array(49).fill('ceremony_spent'), 'success'])
      await expectNothingBut(1, place, world)
      expect(await world.events()).toEqual(['sign_up.completed', 'passkey.added'])
    },
  },
  ...Object.keys(recoveries).map(
    (recovery): SignUpCase => ({
      number: 17,
      name: `a process that dies at any step of a sign-up, and then ${recovery}: both are there or neither`,
      async run(place) {
        let atCall = 0
        while (await dieAndRecover(place, { atCall, when: 'before' }, recovery)) {
          expect(await dieAndRecover(place, { atCall, when: 'after' }, recovery)).toBe(true)
          atCall++
        }
        expect(atCall).toBeGreaterThanOrEqual(3)
      },
    }),
  ),
]
