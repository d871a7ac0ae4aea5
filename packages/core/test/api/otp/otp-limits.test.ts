import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, binding, rpId } from '../../world.js'
import { createOtpWorld, type OtpWorld, wrong } from './otp-world.js'

const invalid = { code: 'code_invalid' }

async function tryWrong(world: OtpWorld, code: string, times: number) {
  for (let tries = 0; tries < times; tries++) {
    await expect(world.complete(wrong(code), world.session())).rejects.toMatchObject(invalid)
  }
}

/** A new code, for a new sign-in. */
const request = (world: OtpWorld) => world.request(world.session())

describe('a resend', () => {
  test('repeats the code, and adds no try', async () => {
    const world = createOtpWorld()
    const code = await world.request()
    for (let tries = 0; tries < 3; tries++) await expect(world.complete(wrong(code))).rejects.toMatchObject(invalid)
    expect(await world.request()).toBe(code)
    for (let tries = 0; tries < 2; tries++) await expect(world.complete(wrong(code))).rejects.toMatchObject(invalid)
    await expect(world.complete(code)).rejects.toMatchObject(invalid)
  })

  test('sends another code to another sign-in, with the tries that are left', async () => {
    const world = createOtpWorld()
    const code = await world.request()
    const other = world.session({ authenticatedAt: world.clock.now - 1 })
    const theirs = await world.request(other)
    expect(theirs).not.toBe(code)
    for (let tries = 0; tries < 5; tries++) await expect(world.complete(wrong(code))).rejects.toMatchObject(invalid)
    await expect(world.complete(theirs, other)).rejects.toMatchObject(invalid)
  })

  test('the sixth message of an hour is too_many_tries, and the next hour has five', async () => {
    const world = createOtpWorld()
    for (let at = 0; at < 5; at++) await request(world)
    await expect(request(world)).rejects.toMatchObject({
      code: 'too_many_tries',
      limit: { name: 'otpSends', most: 5, windowSeconds: 3600, retryAfterSeconds: 3600 },
    })
    expect(world.sent).toHaveLength(5)
    world.clock.forward(3600)
    await expect(request(world)).resolves.toMatch(/^\d{6}$/)
  })

  test('without a count no message is sent', async () => {
    const storage = memoryStorage()
    const away = { ...storage, rates: { ...storage.rates, hit: () => Promise.reject(new Error('away')) } }
    const world = createOtpWorld({ storage: away })
    await expect(request(world)).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect(world.sent).toEqual([])
  })
})

describe('wrong codes', () => {
  test('the sixth try of a code is refused even if it is right; the fifth is not', async () => {
    const world = createOtpWorld()
    const first = await request(world)
    await tryWrong(world, first, 4)
    await expect(world.complete(first, world.session())).resolves.toHaveProperty('ceremony')
    await tryWrong(world, first, 1)
    await expect(world.complete(first, world.session())).rejects.toMatchObject(invalid)
  })

  test('after 15 in a day, over all codes, nothing but one-time codes is closed', async () => {
    const world = createOtpWorld()
    const begunAt = world.clock.now
    for (let codes = 0; codes < 3; codes++) await tryWrong(world, await request(world), 5)
    const closed = { code: 'too_many_tries', limit: { name: 'otpTries', most: 15, windowSeconds: 86_400 } }
    await expect(request(world)).rejects.toMatchObject(closed)
    await expect(world.complete('000000', world.session())).rejects.toMatchObject(closed)
    expect(world.sent).toHaveLength(3)
    const { codes } = await world.passkeys.recovery.createCodes({ session: world.session() })
    await expect(
      world.passkeys.recovery.redeem({ identifier: alice.name, code: codes[0] ?? '', binding }),
    ).resolves.toHaveProperty('ceremony')
    world.clock.now = begunAt + 86_400_000 + 600_000
    await expect(request(world)).resolves.toMatch(/^\d{6}$/)
  })

  test('a code that comes last in a day has no more tries than the day has left', async () => {
    const world = createOtpWorld()
    for (let codes = 0; codes < 4; codes++) {
      await tryWrong(world, await request(world), 3)
      world.clock.forward(3600)
    }
    const code = await request(world)
    await tryWrong(world, code, 3)
    await expect(world.complete(code, world.session())).rejects.toMatchObject({ code: 'too_many_tries' })
  })

  test('right codes and codes that were not typed count nothing', async () => {
    const world = createOtpWorld()
    for (let codes = 0; codes < 20; codes++) {
      const code = await request(world)
      if (codes % 2 === 0) await expect(world.complete(code, world.session())).resolves.toHaveProperty('ceremony')
      world.clock.forward(3600)
    }
  })

  test('of 40 wrong codes at once over requests at once, five are tried', async () => {
    const world = createOtpWorld()
    const sessions = Array.from({ length: 4 }, (_, at) => world.session({ authenticatedAt: world.clock.now - at }))
    const codes = await Promise.all(sessions.map((session) => world.request(session)))
    expect(await world.storage.codes.list(rpId, alice.id, 'otp')).toHaveLength(1)
    const tries = Array.from({ length: 40 }, (_, at) => world.complete(wrong(codes[0] ?? ''), sessions[at % 4]))
    expect((await Promise.allSettled(tries)).every(({ status }) => status === 'rejected')).toBe(true)
    const [row] = await world.storage.codes.list(rpId, alice.id, 'otp')
    expect(row).toMatchObject({ triesLeft: 0 })
  })

  test('are counted in one otp.failed for each minute, without the code', async () => {
    const world = createOtpWorld()
    const code = await request(world)
    await tryWrong(world, code, 2)
    await world.passkeys.sweep()
    const failed = (await world.told()).filter(({ name }) => name === 'otp.failed')
    expect(failed).toMatchObject([{ data: { reason: 'code_invalid' }, counts: { count: 2 } }])
  })
})

describe('one address', () => {
  const clientAddress = '192.0.2.1'

  test('is limited at the request and at the completion', async () => {
    const limits = { otpRequest: { most: 1, windowSeconds: 60 }, otpComplete: { most: 1, windowSeconds: 60 } }
    const world = createOtpWorld({ limits })
    const session = world.session()
    const user = { id: alice.id, name: alice.name }
    const requested = () => world.passkeys.otp.request({ session, binding, clientAddress })
    const completed = () => world.passkeys.otp.complete({ user, session, code: '000000', binding, clientAddress })
    await requested()
    await expect(requested()).rejects.toMatchObject({ code: 'too_many_tries', limit: { name: 'otpRequest' } })
    await expect(completed()).rejects.toMatchObject(invalid)
    await expect(completed()).rejects.toMatchObject({ code: 'too_many_tries', limit: { name: 'otpComplete' } })
  })
})
