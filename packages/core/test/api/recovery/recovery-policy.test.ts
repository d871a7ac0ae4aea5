import type { CodeMessage, PartialPolicy } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { alice, binding, createWorld, rpId, stateOf, type World } from '../../world.js'

/** A user with recovery codes, and then this policy. */
async function arrange(policy: PartialPolicy) {
  const storage = memoryStorage()
  const before = createWorld({ storage })
  const { codes } = await before.passkeys.recovery.createCodes({ session: before.session() })
  const sent: CodeMessage[] = []
  const host = { sendCode: (message: CodeMessage) => void sent.push(message) }
  const world = createWorld({ storage, policy: { mode: 'optional', ...policy }, host })
  const [code = '', another = ''] = codes
  const redeem = (otp?: string, typed = code, from = binding) =>
    world.passkeys.recovery.redeem({ identifier: alice.name, code: typed, otp, binding: from })
  return { world, before, storage, sent, code, another, redeem }
}

async function finish(
  { passkeys, authenticator }: World,
  begun: Awaited<ReturnType<World['passkeys']['recovery']['redeem']>>,
) {
  const response = await authenticator().create(begun.options)
  return passkeys.enroll.finish({ ceremony: begun.ceremony, response, binding })
}

const off = { recovery: 'off' } as const
const both = { recovery: 'code-and-otp' } as const

describe("recovery: 'off'", () => {
  test('creates no codes and accepts none, at redeem and at finish; a wrong code is code_invalid as ever', async () => {
    const { world, before, code, redeem } = await arrange(off)
    const created = world.passkeys.recovery.createCodes({ session: world.session() })
    await expect(created).rejects.toMatchObject({ code: 'forbidden' })
    await expect(redeem()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(redeem(undefined, code.slice(1))).rejects.toMatchObject({ code: 'code_invalid' })
    const begun = await before.passkeys.recovery.redeem({ identifier: alice.name, code, binding })
    await expect(finish(world, begun)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await stateOf(world)).passkeys).toEqual([])
  })
})

describe("recovery: 'code-and-otp'", () => {
  test('sends a code after a right one, and the passkey consumes both', async () => {
    const { world, storage, sent, redeem } = await arrange(both)
    await expect(redeem()).rejects.toMatchObject({ code: 'code_required' })
    expect(sent).toMatchObject([{ userId: alice.id, purpose: 'recovery' }])
    await expect(finish(world, await redeem(sent[0]?.code))).resolves.toHaveProperty('passkey')
    await expect(redeem(sent[0]?.code)).rejects.toMatchObject({ code: 'code_invalid' })
    const [row] = await storage.codes.list(rpId, alice.id, 'otp')
    expect(row?.usedAt).toBe(world.clock.now)
  })

  test('a wrong recovery code, or an unknown user, sends nothing', async () => {
    const { world, sent, code, redeem } = await arrange(both)
    await expect(redeem(undefined, code.slice(1))).rejects.toMatchObject({ code: 'code_invalid' })
    const stranger = world.passkeys.recovery.redeem({ identifier: 'stranger@example.com', code, binding })
    await expect(stranger).rejects.toMatchObject({ code: 'code_invalid' })
    expect(sent).toEqual([])
  })

  test.each<[string, (world: Awaited<ReturnType<typeof arrange>>, otp: string) => Promise<unknown>]>([
    ['wrong', ({ redeem }, otp) => redeem(otp.slice(0, 5) + ((Number(otp[5]) + 1) % 10))],
    ['empty', ({ redeem }) => redeem('')],
    ['typed in another browser', ({ redeem, code }, otp) => redeem(otp, code, 'another cookie')],
    ['of another recovery code', ({ redeem, another }, otp) => redeem(otp, another)],
  ])('a one-time code that is %s is code_invalid', async (_, attempt) => {
    const arranged = await arrange(both)
    await expect(arranged.redeem()).rejects.toMatchObject({ code: 'code_required' })
    const otp = arranged.sent[0]?.code ?? ''
    await expect(attempt(arranged, otp)).rejects.toMatchObject({ code: 'code_invalid' })
    await expect(arranged.redeem(otp)).resolves.toHaveProperty('ceremony')
  })

  test('the sixth message of an hour is too_many_tries, over all recovery codes', async () => {
    const { sent, another, redeem } = await arrange(both)
    for (let at = 0; at < 5; at++) await expect(redeem()).rejects.toMatchObject({ code: 'code_required' })
    await expect(redeem(undefined, another)).rejects.toMatchObject({ code: 'too_many_tries' })
    expect(sent).toHaveLength(5)
  })

  test('a ceremony that was begun before the policy asked for it is code_required at finish', async () => {
    const { world, before, code } = await arrange(both)
    const begun = await before.passkeys.recovery.redeem({ identifier: alice.name, code, binding })
    await expect(finish(world, begun)).rejects.toMatchObject({ code: 'code_required' })
  })

  test('without host.sendCode it is a TypeError in code, and policy_invalid when it is stored', async () => {
    expect(() => createWorld({ policy: both })).toThrow('policy.recovery')
    const { passkeys } = createWorld()
    const actor = { id: 'admin-1', scope: 'environment' } as const
    const stored = passkeys.admin.policy.setEnvironment({ policy: both, expectedVersion: 0, actor })
    await expect(stored).rejects.toMatchObject({ code: 'policy_invalid', issues: [{ path: 'recovery' }] })
  })
})

test('a user with the most passkeys gets limit_reached and no message; the code works once an admin has removed one', async () => {
  const { world, sent, code, redeem } = await arrange({ ...both, limit: 1 })
  await world.enroll(world.authenticator())
  const [lost] = (await stateOf(world)).passkeys
  await expect(redeem()).rejects.toMatchObject({ code: 'limit_reached' })
  await expect(redeem(undefined, code.slice(1))).rejects.toMatchObject({ code: 'code_invalid' })
  expect(sent).toEqual([])
  const actor = { id: 'admin-1', scope: 'environment' } as const
  await world.passkeys.admin.passkeys.remove({ userId: alice.id, id: lost?.id ?? '', actor })
  await expect(redeem()).rejects.toMatchObject({ code: 'code_required' })
  await expect(finish(world, await redeem(sent[0]?.code))).resolves.toHaveProperty('passkey')
})
