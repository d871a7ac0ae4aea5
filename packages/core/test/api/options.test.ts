import { decodeBase64url } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { alice, binding, bob, createWorld, type World } from '../world.js'

const creation = async (world: World, user = alice) =>
  (await world.passkeys.enroll.begin({ user, session: world.session({ userId: user.id }), binding })).options
const request = async (world: World) => (await world.passkeys.signIn.begin({ binding })).options

describe('what is asked', () => {
  test('a challenge of 32 bytes, never twice the same', async () => {
    const world = createWorld()
    const ceremonies = Array.from({ length: 50 }, (_, at) => (at % 2 ? creation(world) : request(world)))
    const challenges = (await Promise.all(ceremonies)).map(({ challenge }) => challenge)
    expect(new Set(challenges).size).toBe(50)
    for (const challenge of challenges) expect(decodeBase64url(challenge)).toHaveLength(32)
  })

  test('a user handle: a random one of 32 bytes, of this user and of no other', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    const handles = [await creation(world), await creation(world), await creation(world, bob)].map(
      ({ user }) => user.id,
    )
    expect(handles[0]).toBe(handles[1])
    expect(handles[2]).not.toBe(handles[0])
    for (const handle of handles) expect(decodeBase64url(handle)).toHaveLength(32)
  })

  test.each(['required', 'preferred', 'discouraged'] as const)(
    'user verification %s: each ceremony says what it wants',
    async (wanted) => {
      const userVerification = { enroll: wanted, signIn: wanted }
      const world = createWorld({ policy: { mode: 'optional', userVerification } })
      expect((await creation(world)).authenticatorSelection.userVerification).toBe(wanted)
      expect((await request(world)).userVerification).toBe(wanted)
    },
  )

  test.each([30, 300, 600])('a timeout: as long as the ceremony lives, %i seconds', async (ceremonySeconds) => {
    const world = createWorld({ policy: { mode: 'optional', ceremonySeconds } })
    expect([(await creation(world)).timeout, (await request(world)).timeout]).toEqual([
      ceremonySeconds * 1000,
      ceremonySeconds * 1000,
    ])
  })
})
