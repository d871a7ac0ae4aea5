import { generateKeyPairSync } from 'node:crypto'
import { type PasskeysConfig, verifyReceipt } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { confirm } from '../api/own-ceremonies.js'
import { alice, binding, createWorld, origin, rpId, type World } from '../world.js'

const before = '3q2+7w9hZk5cX0mTn8vYbR4sUoJpLdAeGiHfQ1xWyVM='
const after = 'Tn8vYbR4sUoJpLdAeGiHfQ1xWyVM3q2+7w9hZk5cX0m='

/** The same app with other secrets, on the same storage. */
const deploy = (storage: PasskeyStorage, config: Partial<PasskeysConfig>) => createWorld({ storage, ...config })

const decoysOf = async ({ passkeys }: World) =>
  (await passkeys.signIn.begin({ identifier: 'stranger@example.com', binding })).options.allowCredentials

const redeem = ({ passkeys }: World, code: string) =>
  passkeys.recovery.redeem({ identifier: alice.name, code, binding })

describe('secret', () => {
  test('in each step of the rotation, open ceremonies finish, passkeys sign in, and codes and decoys stay', async () => {
    const storage = memoryStorage()
    const steps = [
      { secret: before },
      { secret: before, decoySecret: before },
      { secret: [after, before], decoySecret: before },
      { secret: after, decoySecret: before },
    ]
    const [first, ...later] = steps.map((config) => deploy(storage, config))
    if (!first) throw new TypeError('There is a first step.')
    const device = first.authenticator()
    await first.enroll(device)
    const { codes } = await first.passkeys.recovery.createCodes({ session: first.session() })
    const decoys = await decoysOf(first)
    let last = first
    for (const world of later) {
      const { ceremony, options } = await last.passkeys.signIn.begin({ binding })
      const response = await device.get(options)
      const finished = world.passkeys.signIn.finish({ ceremony, response, binding })
      expect(await finished).toMatchObject({ userId: alice.id })
      expect(await decoysOf(world)).toEqual(decoys)
      await expect(redeem(world, codes[0] ?? '')).resolves.toHaveProperty('ceremony')
      last = world
    }
  })

  test('once the old one is removed, what it sealed is refused', async () => {
    const storage = memoryStorage()
    const old = deploy(storage, { secret: before })
    const device = old.authenticator()
    await old.enroll(device)
    const { ceremony, options } = await old.passkeys.signIn.begin({ binding })
    const response = await device.get(options)
    const finish = deploy(storage, { secret: after, decoySecret: before }).passkeys.signIn.finish
    await expect(finish({ ceremony, response, binding })).rejects.toMatchObject({ code: 'ceremony_invalid' })
  })
})

test('a decoySecret that is replaced ends recovery codes and changes decoys; passkeys and new codes work', async () => {
  const storage = memoryStorage()
  const old = deploy(storage, { secret: before, decoySecret: before })
  const device = old.authenticator()
  await old.enroll(device)
  const { codes } = await old.passkeys.recovery.createCodes({ session: old.session() })
  const world = deploy(storage, { secret: before, decoySecret: after })
  await expect(redeem(world, codes[0] ?? '')).rejects.toMatchObject({ code: 'code_invalid' })
  expect(await decoysOf(world)).not.toEqual(await decoysOf(old))
  expect(await world.signIn(device)).toMatchObject({ userId: alice.id })
  const renewed = await world.passkeys.recovery.createCodes({ session: world.session() })
  await expect(redeem(world, renewed.codes[0] ?? '')).resolves.toHaveProperty('ceremony')
})

test('receipts of the old key are verified by its public half, those of the new key by the new one', async () => {
  const pair = () =>
    generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
  const [old, next] = [pair(), pair()]
  const storage = memoryStorage()
  const payload = { amount: '1.00' }
  const first = deploy(storage, { receiptKeys: [{ id: '2026', privateKey: old.privateKey }] })
  const device = first.authenticator()
  await first.enroll(device)
  const rotated = deploy(storage, { receiptKeys: [{ id: '2027', privateKey: next.privateKey }] })
  const receiptKeys = { '2026': old.publicKey, '2027': next.publicKey }
  const expected = { rpId, origins: [origin], userId: alice.id, environment: 'default', receiptKeys }
  for (const [world, keyId] of [
    [first, '2026'],
    [rotated, '2027'],
  ] as const) {
    const { receipt } = await confirm(world, device, { session: world.session(), payload })
    expect(receipt).toMatchObject({ keyId })
    await expect(verifyReceipt({ receipt, payload, expected })).resolves.toMatchObject({ userId: alice.id })
    const withoutIt = { ...receiptKeys, [keyId]: pair().publicKey }
    const verified = verifyReceipt({ receipt, payload, expected: { ...expected, receiptKeys: withoutIt } })
    await expect(verified).rejects.toMatchObject({ code: 'signature_invalid' })
  }
})
