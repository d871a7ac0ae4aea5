import { describe, expect, test } from 'vitest'
import { createWorld } from '../../world.js'

describe('after "Not now"', () => {
  test('nothing is asked by what is decided then, even where the policy asks always', async () => {
    const { passkeys, session } = createWorld({ policy: { mode: 'optional', prompt: { every: 'always' } } })
    const decided = await passkeys.prompt.answer({ session: session(), answer: 'not-now' })
    expect(decided).toMatchObject({ prompt: 'none', reason: 'declined_recently' })
    expect(await passkeys.prompt.decide({ session: session(), on: 'sign-in' })).toMatchObject({ prompt: 'offer' })
  })

  test('the answer is judged on the occasion on which it was asked', async () => {
    const world = createWorld({ policy: { mode: 'optional', prompt: { on: ['sign-up'], every: { days: 2 } } } })
    const answered = await world.passkeys.prompt.answer({ session: world.session(), answer: 'not-now', on: 'sign-up' })
    const nextAt = world.clock.now + 2 * 86_400_000
    expect(answered).toMatchObject({ prompt: 'none', reason: 'declined_recently', nextAt })
  })

  test('declining one on this device is judged with what the device can do', async () => {
    const world = createWorld()
    await world.enroll(world.authenticator())
    const methods = [{ name: 'passkey', at: world.clock.now, attachment: 'cross-platform' }] as const
    const answered = await world.passkeys.prompt.answer({
      session: world.session({ methods }),
      answer: 'not-now',
      device: { webauthn: true, platformAuthenticator: true },
    })
    const nextAt = world.clock.now + 14 * 86_400_000
    expect(answered).toMatchObject({ prompt: 'none', reason: 'declined_recently', nextAt })
  })
})
