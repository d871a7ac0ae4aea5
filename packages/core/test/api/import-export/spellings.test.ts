import type { ImportInput } from '@latchkey/core'
import { encodeBase64url } from '@latchkey/wire'
import { beforeEach, describe, expect, test } from 'vitest'
import { alice, createWorld, stateOf, type World } from '../../world.js'
import { importInto, passkeyFromElsewhere } from '../admin/elsewhere.js'

let world: World
let old: Awaited<ReturnType<typeof passkeyFromElsewhere>>

beforeEach(async () => {
  world = createWorld()
  old = await passkeyFromElsewhere(world, alice.id)
})

type Format = NonNullable<ImportInput['format']>
const importing = (row: object, input: Partial<ImportInput> = {}) =>
  importInto(world, [row], { format: 'simplewebauthn', ...input })
const storedOne = async () => (await stateOf(world)).passkeys

describe('times', () => {
  const seconds = 1_767_323_045

  test.each([seconds, String(seconds), 0, 1_325_375_999_999, '1970-01-21T10:55:23Z', new Date(seconds)])(
    '%j is no time of a passkey in milliseconds: time_unit_unclear, and nothing is stored',
    async (createdAt) => {
      for (const [field, dryRun] of [
        ['createdAt', true],
        ['createdAt', false],
        ['lastUsedAt', false],
      ] as const) {
        const { reports } = await importing({ ...old.foreign, [field]: createdAt }, { dryRun })
        expect(reports).toMatchObject([{ outcome: 'refused', code: 'time_unit_unclear', field }])
      }
      expect(await storedOne()).toEqual([])
    },
  )

  test.each([seconds, String(seconds), seconds + 0.25, `${seconds}.25`])('%j in seconds', async (createdAt) => {
    const { reports } = await importing({ ...old.foreign, createdAt, lastUsedAt: seconds }, { units: 'seconds' })
    expect(reports).toMatchObject([{ outcome: 'imported' }])
    const fraction = String(createdAt).endsWith('.25') ? 250 : 0
    expect(await storedOne()).toMatchObject([{ createdAt: seconds * 1000 + fraction, lastUsedAt: seconds * 1000 }])
  })

  test('milliseconds where seconds were said are a time to come', async () => {
    const { reports } = await importing({ ...old.foreign, createdAt: seconds * 1000 }, { units: 'seconds' })
    expect(reports).toMatchObject([{ code: 'malformed', field: 'createdAt' }])
  })

  test.each(['2026-01-02T03:04:05Z', '2026-01-02 03:04:05+00', '2026-01-02T05:34:05+0230', new Date(seconds * 1000)])(
    '%j is the same in every unit',
    async (createdAt) => {
      for (const units of ['milliseconds', 'seconds'] as const) {
        world = createWorld()
        await importing({ ...old.foreign, createdAt }, { units })
        expect(await storedOne()).toMatchObject([{ createdAt: seconds * 1000 }])
      }
    },
  )

  test.each(['minutes', 'toString', 1000])('the unit %j is a TypeError', async (units) => {
    await expect(importing(old.foreign, { units: units as 'seconds' })).rejects.toBeInstanceOf(TypeError)
  })
})

describe('transports', () => {
  test.each([
    { transports: '{internal,hybrid}', stored: ['internal', 'hybrid'] },
    { transports: '{"internal","smart-card"}', stored: ['internal', 'smart-card'] },
    { transports: '{}', stored: [] },
    { transports: '["internal","hybrid"]', stored: ['internal', 'hybrid'] },
    { transports: '[]', stored: [] },
    { transports: 'internal,hybrid', stored: ['internal', 'hybrid'] },
    { transports: 'internal, hybrid', stored: ['internal', 'hybrid'] },
    { transports: 'usb', stored: ['usb'] },
    { transports: '', stored: [] },
    { transports: ['INTERNAL', 'SMART_CARD'], stored: ['internal', 'smart-card'] },
    { transports: undefined, stored: [] },
  ])('$transports', async ({ transports, stored }) => {
    await importing({ ...old.foreign, transports })
    expect(await storedOne()).toMatchObject([{ transports: stored }])
  })

  test.each([
    '{internal,hybrid',
    'internal,hybrid}',
    '{internal,NULL}',
    '{{internal},{hybrid}}',
    '[internal]',
    '["internal"',
    '{"internal":true}',
    '"internal"',
    'internal hybrid',
    'internal;hybrid',
    'internal|hybrid',
    'internal,,hybrid',
    ['{internal', 'hybrid}'],
    ['internal,hybrid'],
    [7],
    [null],
    7,
    {},
  ])('%j is refused, never split', async (transports) => {
    const { reports } = await importing({ ...old.foreign, transports })
    expect(reports).toMatchObject([{ outcome: 'refused', code: 'malformed', field: 'transports' }])
  })
})

describe('names of columns', () => {
  const row = () => ({
    id: 7,
    publicKey: old.foreign.publicKey,
    userId: alice.id,
    credentialID: old.foreign.id,
    counter: 0,
    deviceType: 'multiDevice',
    backedUp: true,
  })
  const renamed = (from: string, to: string) =>
    Object.fromEntries(Object.entries(row()).map(([name, value]) => [name === from ? to : name, value]))

  test.each([
    { from: 'credentialID', to: 'credential_id' },
    { from: 'credentialID', to: 'credential_i_d' },
    { from: 'credentialID', to: 'credentialId' },
    { from: 'credentialID', to: 'CREDENTIALID' },
    { from: 'publicKey', to: 'public_key' },
    { from: 'userId', to: 'user_id' },
    { from: 'userId', to: 'userid' },
  ])('$to is $from, and a refusal says it as the row does', async ({ from, to }) => {
    const { reports } = await importing({ ...renamed(from, to), [to]: true }, { format: 'better-auth' })
    expect(reports).toMatchObject([{ code: 'malformed', field: to }])
    const good = await importing(renamed(from, to), { format: 'better-auth' })
    expect(good.reports).toMatchObject([{ outcome: 'imported', userId: alice.id }])
  })

  test('two columns that are the same field are refused', async () => {
    const { reports } = await importing({ ...row(), credential_id: old.foreign.id }, { format: 'better-auth' })
    expect(reports).toMatchObject([{ code: 'malformed', field: 'credential_id' }])
  })

  test('rows of our own have one spelling', async () => {
    const { reports } = await importInto(world, [{ ...old.row, rp_id: 'example.com' }])
    expect(reports).toMatchObject([{ code: 'unknown_field', field: 'rp_id' }])
  })
})

describe('Extended JSON of MongoDB', () => {
  const base64 = () => Buffer.from(old.foreign.publicKey).toString('base64')
  const at = Date.UTC(2026, 0, 2, 3, 4, 5)

  test.each<{ how: string; change: () => object; stored: object }>([
    { how: '$binary', change: () => ({ publicKey: { $binary: { base64: base64(), subType: '00' } } }), stored: {} },
    { how: '$binary of version 1', change: () => ({ publicKey: { $binary: base64(), $type: '00' } }), stored: {} },
    { how: '$numberInt', change: () => ({ counter: { $numberInt: '7' } }), stored: { signCount: 7 } },
    {
      how: '$numberLong',
      change: () => ({ counter: { $numberLong: '4294967295' } }),
      stored: { signCount: 2 ** 32 - 1 },
    },
    { how: '$numberDouble', change: () => ({ counter: { $numberDouble: '7.0' } }), stored: { signCount: 7 } },
    { how: '$date', change: () => ({ createdAt: { $date: '2026-01-02T03:04:05Z' } }), stored: { createdAt: at } },
    { how: '$date of version 1', change: () => ({ createdAt: { $date: at } }), stored: { createdAt: at } },
    {
      how: '$date in canonical form, whatever the unit of plain numbers',
      change: () => ({ createdAt: { $date: { $numberLong: String(at) } } }),
      stored: { createdAt: at },
    },
    { how: 'the credential id as _id', change: () => ({ id: undefined, _id: old.foreign.id, __v: 0 }), stored: {} },
    { how: 'an _id of its own', change: () => ({ _id: { $oid: '6b0d5da97c95c41c90c7d8ce' }, __v: 3 }), stored: {} },
  ])('$how', async ({ change, stored }) => {
    for (const units of ['milliseconds', 'seconds'] as const) {
      world = createWorld()
      const { reports } = await importing({ ...old.foreign, createdAt: undefined, ...change() }, { units })
      expect(reports).toMatchObject([{ outcome: 'imported', id: old.foreign.id }])
      expect(await storedOne()).toMatchObject([stored])
    }
  })

  test.each([
    { userId: { $oid: '6b0d5da97c95c41c90c7d8ce' }, id: '6b0d5da97c95c41c90c7d8ce' },
    { userId: { $uuid: '9ee3f5fd-4c1c-4bb6-a4ae-3d2bb1c21f6c' }, id: '9ee3f5fd-4c1c-4bb6-a4ae-3d2bb1c21f6c' },
    { userId: { $numberLong: '9007199254740993' }, id: '9007199254740993' },
  ])('the user id $id', async ({ userId, id }) => {
    const { reports } = await importing({ ...old.foreign, userId })
    expect(reports).toMatchObject([{ outcome: 'imported', userId: id }])
  })

  test.each([
    { field: 'publicKey', value: { $binary: 7 } },
    { field: 'publicKey', value: { $binary: { base64: '*' } } },
    { field: 'publicKey', value: { $binary: { base64: '' }, more: 1 } },
    { field: 'counter', value: { $numberLong: 7 } },
    { field: 'counter', value: { $numberDouble: '7.5' } },
    { field: 'counter', value: { $numberInt: '7', $date: at } },
    { field: 'createdAt', value: { $date: 'yesterday' } },
    { field: 'createdAt', value: { $date: null } },
    { field: 'userId', value: { $oid: 7 } },
    { field: 'userId', value: { $regex: 'user' } },
    { field: 'userId', value: {} },
    { field: '_id', value: { $oid: '6b0d5da97c95c41c90c7d8ce' } },
  ])('$field $value is refused', async ({ field, value }) => {
    const gone = field === '_id' ? { id: undefined } : {}
    const { reports } = await importing({ ...old.foreign, ...gone, [field]: value })
    expect(reports).toMatchObject([{ outcome: 'refused', field }])
    expect(await storedOne()).toEqual([])
  })
})

describe('ids', () => {
  test.each([7, '7', 7n])('the user id %s', async (userId) => {
    const { reports } = await importing({ ...old.foreign, userId })
    expect(reports).toMatchObject([{ outcome: 'imported', userId: '7' }])
  })

  test.each([7.5, Number.NaN, 2 ** 53, true, {}, '', null])('the user id %j is refused', async (userId) => {
    const { reports } = await importing({ ...old.foreign, userId })
    expect(reports).toMatchObject([{ code: 'malformed', field: 'userId' }])
  })

  test.each<{ how: string; write: (bytes: Buffer) => unknown }>([
    { how: 'base64', write: (bytes) => bytes.toString('base64') },
    { how: 'base64 of Python, whose last line ends too', write: (bytes) => `${bytes.toString('base64')}\n` },
    { how: 'a Buffer', write: (bytes) => JSON.parse(JSON.stringify(bytes)) },
    { how: 'a Uint8Array', write: (bytes) => JSON.parse(JSON.stringify(Uint8Array.from(bytes))) },
    { how: 'a list', write: (bytes) => [...bytes] },
    { how: 'bytea', write: (bytes) => `\\x${bytes.toString('hex')}` },
    { how: 'hexadecimal', write: (bytes) => bytes.toString('hex') },
  ])('the credential id and the user handle as $how', async ({ write }) => {
    const bytes = (text: string) => Buffer.from(text, 'base64url')
    const { id, webauthnUserID } = old.foreign
    const row = { ...old.foreign, id: write(bytes(id)), webauthnUserID: write(bytes(webauthnUserID)) }
    expect((await importing(row)).reports).toMatchObject([{ outcome: 'imported', id }])
    expect((await world.signIn(old.authenticator)).userId).toBe(alice.id)
  })

  test.each(['9ee3f5fd-4c1c-4bb6-a4ae-3d2bb1c21f6c', '6B0D5DA97C95C41C90C7D8CE'])(
    'a credential id that is the id of a row is refused: %s',
    async (id) => {
      for (const format of ['simplewebauthn', 'better-auth', 'nuxt-auth-utils'] as const) {
        const { publicKey } = old.foreign
        const row = { userId: alice.id, publicKey, counter: 0, backedUp: true }
        const field = format === 'better-auth' ? 'credentialID' : 'id'
        const { reports } = await importing({ ...row, [field]: id }, { format })
        expect(reports).toMatchObject([{ code: 'malformed', field }])
      }
    },
  )

  test('a user handle that is the text of a UUID is refused: it could be its bytes or its characters', async () => {
    const { reports } = await importing({ ...old.foreign, webauthnUserID: '9ee3f5fd-4c1c-4bb6-a4ae-3d2bb1c21f6c' })
    expect(reports).toMatchObject([{ code: 'malformed', field: 'webauthnUserID' }])
  })
})

describe('public keys', () => {
  async function made(algorithm: number) {
    const authenticator = world.authenticator({ algorithms: [algorithm] })
    const { ceremony, options } = await world.passkeys.enroll.begin({
      user: { id: 'user-carol', name: 'carol@example.com' },
      session: world.session({ userId: 'user-carol' }),
      binding: 'b',
    })
    expect(ceremony).toBeTypeOf('string')
    const { response } = await authenticator.create({
      ...options,
      pubKeyCredParams: [{ type: 'public-key', alg: algorithm }],
    })
    const [credential] = authenticator.credentials
    if (!credential) throw new TypeError('No credential was made.')
    const row = {
      id: credential.id,
      userId: alice.id,
      webauthnUserID: options.user.id,
      counter: 0,
      deviceType: 'multiDevice',
      backedUp: true,
    }
    const info = Buffer.from(String(response.publicKey), 'base64url')
    return { authenticator, row, info, cose: credential.publicKey }
  }

  test.each([-7, -35, -36, -8, -257])('of algorithm %i as SubjectPublicKeyInfo and as PEM', async (algorithm) => {
    const { authenticator, row, info, cose } = await made(algorithm)
    const lines = info.toString('base64').replace(/.{64}/g, '$&\n')
    const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`
    for (const publicKey of [info, pem, encodeBase64url(info)]) {
      world = createWorld()
      const { reports } = await importing({ ...row, publicKey })
      expect(reports).toMatchObject([{ outcome: 'imported' }])
      expect(await storedOne()).toMatchObject([{ publicKey: Uint8Array.from(cose), algorithm }])
      expect((await world.signIn(authenticator)).userId).toBe(alice.id)
    }
  })

  test.each([
    { algorithm: -7, bytes: 65 },
    { algorithm: -35, bytes: 97 },
    { algorithm: -36, bytes: 133 },
  ])('of algorithm $algorithm as a point of $bytes bytes', async ({ algorithm, bytes }) => {
    const { authenticator, row, info } = await made(algorithm)
    const { reports } = await importing({ ...row, publicKey: info.subarray(-bytes) })
    expect(reports).toMatchObject([{ outcome: 'imported' }])
    expect((await world.signIn(authenticator)).userId).toBe(alice.id)
  })

  test.each<{ what: string; breakIt: (info: Buffer) => Uint8Array; code: string }>([
    { what: 'a byte less', breakIt: (info) => info.subarray(0, -1), code: 'malformed_public_key' },
    { what: 'a byte more', breakIt: (info) => Buffer.concat([info, Buffer.of(0)]), code: 'malformed_public_key' },
    { what: 'another curve', breakIt: (info) => changed(info, 22), code: 'malformed_public_key' },
    { what: 'a point off its curve', breakIt: (info) => changed(info, -1), code: 'public_key_invalid' },
    { what: 'a point of another form', breakIt: (info) => changed(info, 26), code: 'malformed_public_key' },
    { what: 'a point of 64 bytes', breakIt: (info) => info.subarray(-64), code: 'malformed_public_key' },
  ])('a SubjectPublicKeyInfo with $what is refused', async ({ breakIt, code }) => {
    const { row, info } = await made(-7)
    const { reports } = await importing({ ...row, publicKey: breakIt(info) })
    expect(reports).toMatchObject([{ code, field: 'publicKey' }])
  })

  test('every byte of the frame around an RSA key counts', async () => {
    const { row, info } = await made(-257)
    for (let at = 0; at < 32; at++) {
      const { reports } = await importing({ ...row, publicKey: changed(info, at) })
      expect(reports, `byte ${at}`).toMatchObject([{ outcome: 'refused', field: 'publicKey' }])
    }
  })

  function changed(info: Buffer, at: number): Uint8Array {
    const copy = Uint8Array.from(info)
    const index = at < 0 ? copy.length + at : at
    copy[index] = (copy[index] ?? 0) ^ 1
    return copy
  }
})

describe('backups', () => {
  test.each<{ format: Format; row: (made: typeof old.foreign) => object }>([
    { format: 'simplewebauthn', row: ({ deviceType: _, ...row }) => row },
    {
      format: 'nuxt-auth-utils',
      row: ({ id, publicKey, userId, transports }) => ({
        id,
        publicKey,
        userId,
        transports,
        counter: 0,
        backedUp: true,
      }),
    },
  ])('$format: what is backed up can be backed up', async ({ format, row }) => {
    await importing(row(old.foreign), { format })
    expect(await storedOne()).toMatchObject([{ backupEligible: true, backedUp: true }])
  })

  test.each([
    { change: { deviceType: 'singleDevice' }, field: 'backedUp' },
    { change: { backupEligible: false }, field: 'backupEligible' },
    { change: { deviceType: undefined, backup_eligible: 0 }, field: 'backedUp' },
  ])('a row that contradicts itself is refused: $change', async ({ change, field }) => {
    const { reports } = await importing({ ...old.foreign, ...change })
    expect(reports).toMatchObject([{ code: 'backup_flags_invalid', field }])
  })
})
