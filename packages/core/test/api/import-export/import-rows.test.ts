import { type ImportFormat, type ImportInput, unsafelyUnbound } from '@latchkey/core'
import { encodeBase64url } from '@latchkey/wire'
import { beforeEach, describe, expect, test } from 'vitest'
import { alice, bob, createWorld, stateOf, type World } from '../../world.js'
import { bytesOf, importInto, passkeyFromElsewhere } from '../admin/elsewhere.js'

let world: World
let old: Awaited<ReturnType<typeof passkeyFromElsewhere>>
let other: Awaited<ReturnType<typeof passkeyFromElsewhere>>

beforeEach(async () => {
  world = createWorld()
  old = await passkeyFromElsewhere(world, alice.id)
  other = await passkeyFromElsewhere(world, bob.id)
})

const carol = '9ee3f5fd-4c1c-4bb6-a4ae-3d2bb1c21f6c'

/** A P-256 key whose point is not on the curve. */
function offCurve(publicKey: Uint8Array): string {
  const broken = publicKey.slice()
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1
  return encodeBase64url(broken)
}

const nothing = { imported: 0, alreadyThere: 0, refused: 1 }

describe('a row is refused, and nothing of it is stored', () => {
  const text = 'x'.repeat(256)
  const tooLong = (bytes: number) => encodeBase64url(new Uint8Array(bytes).fill(7))

  test.each<{ rule: string; change: Record<string, unknown>; code: string; field: string }>([
    { rule: 'no version', change: { latchkey: undefined }, code: 'malformed', field: 'latchkey' },
    { rule: 'a version to come', change: { latchkey: 2 }, code: 'malformed', field: 'latchkey' },
    { rule: 'a field that there is not', change: { admin: true }, code: 'unknown_field', field: 'admin' },
    { rule: 'another RP', change: { rpId: 'example.org' }, code: 'relying_party_mismatch', field: 'rpId' },
    { rule: 'an RP above', change: { rpId: 'com' }, code: 'relying_party_mismatch', field: 'rpId' },
    { rule: 'no RP', change: { rpId: null }, code: 'malformed', field: 'rpId' },
    { rule: 'no id', change: { id: undefined }, code: 'malformed', field: 'id' },
    { rule: 'an id that is no base64url', change: { id: 'AAAA====' }, code: 'malformed', field: 'id' },
    { rule: 'an id with bits left over', change: { id: `${'A'.repeat(21)}B` }, code: 'malformed', field: 'id' },
    { rule: 'an id of 15 bytes', change: { id: tooLong(15) }, code: 'credential_id_invalid', field: 'id' },
    { rule: 'an id of 1024 bytes', change: { id: tooLong(1024) }, code: 'credential_id_too_long', field: 'id' },
    { rule: 'no user', change: { userId: '' }, code: 'malformed', field: 'userId' },
    { rule: 'a user that is a number', change: { userId: 7 }, code: 'malformed', field: 'userId' },
    { rule: 'a user of 256 characters', change: { userId: text }, code: 'malformed', field: 'userId' },
    { rule: 'a user with NUL', change: { userId: 'a\0b' }, code: 'malformed', field: 'userId' },
    { rule: 'half a character', change: { userId: '\ud800' }, code: 'malformed', field: 'userId' },
    { rule: 'an organization with NUL', change: { organizationId: '\0' }, code: 'malformed', field: 'organizationId' },
    { rule: 'a handle of 65 bytes', change: { userHandle: tooLong(65) }, code: 'malformed', field: 'userHandle' },
    { rule: 'an empty handle', change: { userHandle: '' }, code: 'malformed', field: 'userHandle' },
    { rule: 'a key that is no base64url', change: { publicKey: 'a b' }, code: 'malformed', field: 'publicKey' },
    { rule: 'a key that is no CBOR', change: { publicKey: 'AAAA' }, code: 'malformed_public_key', field: 'publicKey' },
    { rule: 'a key of 5 kB', change: { publicKey: tooLong(5000) }, code: 'malformed_public_key', field: 'publicKey' },
    { rule: 'a count below 0', change: { signCount: -1 }, code: 'malformed', field: 'signCount' },
    { rule: 'a count of 2³²', change: { signCount: 2 ** 32 }, code: 'malformed', field: 'signCount' },
    { rule: 'half a count', change: { signInCount: 0.5 }, code: 'malformed', field: 'signInCount' },
    { rule: 'a name with a control character', change: { name: 'a\u0007' }, code: 'malformed', field: 'name' },
    { rule: 'a name of 101 characters', change: { name: 'n'.repeat(101) }, code: 'malformed', field: 'name' },
    { rule: 'an AAGUID that is none', change: { aaguid: 'YubiKey' }, code: 'malformed', field: 'aaguid' },
    { rule: 'transports that are no list', change: { transports: 7 }, code: 'malformed', field: 'transports' },
    { rule: 'an attachment that is none', change: { attachment: 'usb' }, code: 'malformed', field: 'attachment' },
    { rule: 'a status that is none', change: { status: 'gone' }, code: 'malformed', field: 'status' },
    { rule: 'a word for a flag', change: { backedUp: 'false' }, code: 'malformed', field: 'backedUp' },
    {
      rule: 'backed up and not eligible',
      change: { backupEligible: false },
      code: 'backup_flags_invalid',
      field: 'backedUp',
    },
    { rule: 'made before 1970', change: { createdAt: -1 }, code: 'malformed', field: 'createdAt' },
    { rule: 'made tomorrow', change: { createdAt: Date.UTC(2026, 10, 22) }, code: 'malformed', field: 'createdAt' },
    { rule: 'used in 2100', change: { lastUsedAt: Date.UTC(2100, 0) }, code: 'malformed', field: 'lastUsedAt' },
    { rule: 'no date at all', change: { createdAt: '1 May 2025' }, code: 'malformed', field: 'createdAt' },
  ])('$rule → $code in $field; the next row goes on', async ({ change, code, field }) => {
    const rows = [{ ...old.row, ...change }, other.row]
    for (const dryRun of [true, false]) {
      const { counts, reports } = await importInto(world, rows, { dryRun })
      expect(counts).toEqual({ imported: 1, alreadyThere: 0, refused: 1 })
      expect(reports).toMatchObject([
        { row: 1, outcome: 'refused', code, field },
        { row: 2, outcome: 'imported' },
      ])
    }
    expect(await stateOf(world)).toEqual({ passkeys: [] })
    expect(await world.events()).toEqual(['passkey.added'])
  })

  test('a key that is off its curve, by the check of registrations', async () => {
    const row = { ...old.row, publicKey: offCurve(old.foreign.publicKey) }
    const { reports } = await importInto(world, [row])
    expect(reports).toMatchObject([{ code: 'public_key_invalid', field: 'publicKey' }])
    expect(await stateOf(world)).toEqual({ passkeys: [] })
    expect(await world.events()).toEqual([])
  })

  test.each([null, 7, 'a line', [], undefined])('a row that is %j', async (row) => {
    const { counts, reports } = await importInto(world, [row])
    expect({ counts, reports }).toEqual({
      counts: nothing,
      reports: [{ row: 1, outcome: 'refused', code: 'malformed', field: '', message: expect.any(String) }],
    })
  })

  test('a row whose fields are inherited has none', async () => {
    const { reports } = await importInto(world, [Object.create(old.row)])
    expect(reports).toMatchObject([{ code: 'malformed', field: 'latchkey' }])
  })

  test('the id of a passkey that another user has here', async () => {
    await importInto(world, [old.row])
    const { reports } = await importInto(world, [{ ...old.row, userId: bob.id }])
    expect(reports).toMatchObject([{ code: 'already_registered', field: 'id' }])
    expect(await stateOf(world, bob.id)).toEqual({ passkeys: [] })
  })

  test('the id of a passkey that has another key here: no key is replaced', async () => {
    await importInto(world, [old.row])
    const before = await stateOf(world)
    const { reports } = await importInto(world, [{ ...old.row, publicKey: other.row.publicKey }])
    expect(reports).toMatchObject([{ code: 'already_registered', field: 'id' }])
    expect(await stateOf(world)).toEqual(before)
  })

  test('the handle of another user: of a row before, of an import before, and of an account of our own', async () => {
    const own = world.authenticator()
    await world.enroll(own, world.session({ userId: carol }))
    const [carols] = own.credentials
    const third = await passkeyFromElsewhere(world, 'user-dave')
    const stolen = { ...other.row, userHandle: old.row.userHandle }
    const rows = [old.row, stolen, { ...third.row, userHandle: carols?.userHandle }]
    const expected = [
      { outcome: 'imported' },
      { outcome: 'refused', code: 'user_handle_taken', field: 'userHandle' },
      { outcome: 'refused', code: 'user_handle_taken', field: 'userHandle' },
    ]
    for (const dryRun of [true, false])
      expect((await importInto(world, rows, { dryRun })).reports).toMatchObject(expected)
    expect((await importInto(world, [stolen])).reports).toMatchObject([{ code: 'user_handle_taken' }])
    for (const userId of [bob.id, 'user-dave']) expect(await stateOf(world, userId)).toEqual({ passkeys: [] })
  })

  test.each([
    { what: 'who has no passkey', purge: false },
    { what: 'who was purged', purge: true },
  ])('the handle of a user $what', async ({ purge }) => {
    await world.passkeys.prompt.shown({ session: world.session() })
    const account = (await stateOf(world)).account
    if (!account) throw new TypeError('There is no account.')
    if (purge) await world.storage.accounts.purge({ ...account, at: world.clock.now }, () => [])
    for (const dryRun of [true, false]) {
      const { reports } = await importInto(world, [{ ...other.row, userHandle: account.userHandle }], { dryRun })
      expect(reports).toMatchObject([{ outcome: 'refused', code: 'user_handle_taken', field: 'userHandle' }])
    }
    expect(await stateOf(world, bob.id)).toEqual({ passkeys: [] })
    const own = await importInto(world, [{ ...old.row, userHandle: account.userHandle }])
    expect(own.reports).toMatchObject([purge ? { code: 'account_purged' } : { outcome: 'imported' }])
  })

  test('one passkey twice in a file: the second is there already, or another user’s', async () => {
    const rows = [old.row, old.row, { ...old.row, userId: bob.id }]
    for (const dryRun of [true, false]) {
      const { reports } = await importInto(world, rows, { dryRun })
      expect(reports.map(({ outcome }) => outcome)).toEqual(['imported', 'already_there', 'refused'])
    }
  })
})

describe('a dry run', () => {
  test('writes nothing, and says what the import then says', async () => {
    const rows = [old.row, { ...other.row, rpId: 'example.org' }, old.row, other.row, null]
    const dry = await importInto(world, rows, { dryRun: true })
    expect(await stateOf(world)).toEqual({ passkeys: [] })
    expect(await stateOf(world, bob.id)).toEqual({ passkeys: [] })
    expect(await world.events()).toEqual([])
    expect(await importInto(world, rows)).toEqual(dry)
  })

  test('of passkeys without handles and names names them as the import does', async () => {
    const { userHandle: _, ...row } = old.row
    const second = await passkeyFromElsewhere(world, alice.id)
    const { userHandle: __, ...another } = second.row
    const rows = [row, another]
    expect(await importInto(world, rows, { dryRun: true })).toEqual(await importInto(world, rows))
    expect((await stateOf(world)).account).toMatchObject({ passkeyCount: 2 })
  })
})

describe.each<{ format: ImportFormat; rowOf: (made: typeof old) => unknown }>([
  { format: 'simplewebauthn', rowOf: ({ foreign }) => foreign },
  { format: 'simplewebauthn', rowOf: ({ foreign: { userId, ...row } }) => ({ ...row, user: { id: userId } }) },
  { format: 'simplewebauthn', rowOf: ({ foreign }) => JSON.parse(JSON.stringify(asBuffer(foreign))) },
  { format: 'simplewebauthn', rowOf: ({ foreign }) => ({ ...foreign, publicKey: encodeBase64url(foreign.publicKey) }) },
  { format: 'simplewebauthn', rowOf: ({ foreign }) => ({ ...foreign, counter: '0', transports: 'hybrid,internal' }) },
  { format: 'simplewebauthn', rowOf: ({ foreign }) => ({ ...foreign, transports: null, name: null, aaguid: null }) },
  {
    format: 'better-auth',
    rowOf: ({ foreign }) => ({
      id: 'row-1',
      name: null,
      publicKey: Buffer.from(foreign.publicKey).toString('base64'),
      userId: foreign.userId,
      credentialID: foreign.id,
      counter: 0,
      deviceType: 'multiDevice',
      backedUp: 1,
      transports: 'hybrid,internal',
      createdAt: '2025-05-01 10:00:00.25+00',
      aaguid: foreign.aaguid,
    }),
  },
])('a row of $format', ({ format, rowOf }) => {
  test('is imported, with a default name if it has none, and signs in', async () => {
    const { reports } = await importInto(world, [rowOf(old)], { format })
    expect(reports).toEqual([{ row: 1, id: old.row.id, userId: alice.id, outcome: 'imported' }])
    const { userId, passkey } = await world.signIn(old.authenticator)
    expect({ userId, name: passkey.name }).toMatchObject({ userId: alice.id, name: expect.stringMatching(/./) })
  })

  test('that says something that the format does not know is refused', async () => {
    const { reports } = await importInto(world, [Object.assign({ rights: 'all' }, rowOf(old))], { format })
    expect(reports).toMatchObject([{ code: 'unknown_field', field: 'rights' }])
  })
})

/** As a database driver of Node's hands it out. */
function asBuffer<Row extends { readonly publicKey: Uint8Array }>(row: Row) {
  return { ...row, publicKey: Buffer.from(row.publicKey) }
}

describe('a row of SimpleWebAuthn', () => {
  const refusalOf = async (row: object) => (await importInto(world, [row], { format: 'simplewebauthn' })).reports[0]

  test.each([
    { rule: 'a device type that is none', change: { deviceType: 'platform' }, field: 'deviceType' },
    { rule: 'two owners', change: { user: { id: 'a' } }, field: 'user' },
    { rule: 'no owner', change: { userId: null }, field: 'userId' },
    { rule: 'bytes that are none', change: { publicKey: { type: 'Buffer', data: [1, 256] } }, field: 'publicKey' },
    { rule: 'half padded base64', change: { publicKey: 'AAAAA=' }, field: 'publicKey' },
    { rule: 'a count with letters', change: { counter: '1e3' }, field: 'counter' },
  ])('with $rule is malformed in $field', async ({ change, field }) => {
    expect(await refusalOf({ ...old.foreign, ...change })).toMatchObject({ code: 'malformed', field })
  })
})

describe('an entry of Hanko', () => {
  /** As `hanko user export` writes it: handles are the bytes of the user's UUID unless it says another. */
  async function entry(credential: object = {}, handle = bytesOf(encodeBase64url(uuidBytes(carol)))) {
    const authenticator = world.authenticator()
    const user = { id: encodeBase64url(handle), name: 'carol', displayName: 'Carol' }
    const { options } = await world.passkeys.enroll.begin({
      user: { id: carol, name: 'carol@example.com' },
      session: world.session({ userId: carol }),
      binding: unsafelyUnbound,
    })
    await authenticator.create({ ...options, user })
    const [made] = authenticator.credentials
    if (!made) throw new TypeError('No credential was made.')
    const credentials = {
      id: made.id,
      name: 'Key',
      public_key: encodeBase64url(made.publicKey),
      attestation_type: 'none',
      aaguid: '00000000-0000-0000-0000-000000000000',
      sign_count: 0,
      last_used_at: '2025-08-17T12:05:15.651387237Z',
      created_at: '2024-08-17T12:05:15.651387237Z',
      updated_at: '2024-08-17T12:05:15.651387237Z',
      transports: ['internal'],
      backup_eligible: true,
      backup_state: true,
      mfa_only: false,
      user_handle: null,
      ...credential,
    }
    return { authenticator, row: { user_id: carol, emails: [], webauthn_credentials: [credentials], password: null } }
  }

  const importing = (rows: ImportInput['rows']) => importInto(world, rows, { format: 'hanko' })

  test('brings the passkeys of a user, whose handle is the user’s UUID', async () => {
    const { authenticator, row } = await entry()
    expect((await importing([row])).reports).toMatchObject([{ row: 1, userId: carol, outcome: 'imported' }])
    expect((await stateOf(world, carol)).passkeys).toMatchObject([
      { createdAt: Date.UTC(2024, 7, 17, 12, 5, 15, 651), lastUsedAt: Date.UTC(2025, 7, 17, 12, 5, 15, 651) },
    ])
    expect((await world.signIn(authenticator)).userId).toBe(carol)
  })

  test('may name another handle, as text', async () => {
    const handle = 'user-17'
    const { authenticator, row } = await entry({ user_handle: handle }, new TextEncoder().encode(handle))
    await importing([row])
    expect((await world.signIn(authenticator)).userId).toBe(carol)
  })

  test('one passkey that is refused leaves the user’s others', async () => {
    const { row } = await entry()
    const second = await entry()
    const broken = { ...row.webauthn_credentials[0], public_key: 'AAAA' }
    const both = { ...row, webauthn_credentials: [broken, ...second.row.webauthn_credentials, 7] }
    expect((await importing([both])).reports).toMatchObject([
      { row: 1, code: 'malformed_public_key', field: 'public_key' },
      { row: 1, outcome: 'imported' },
      { row: 1, code: 'malformed', field: '' },
    ])
  })

  test('a key for a second factor only is no passkey', async () => {
    const { row } = await entry({ mfa_only: true })
    expect((await importing([row])).reports).toMatchObject([{ code: 'not_a_passkey', field: 'mfa_only' }])
  })

  test('a user without passkeys is no passkey, and a user id that is no UUID gives no handle', async () => {
    const { row } = await entry()
    expect((await importing([{ user_id: carol, emails: [] }])).counts).toEqual({ ...nothing, refused: 0 })
    expect((await importing([{ ...row, user_id: 'carol' }])).reports).toMatchObject([
      { code: 'malformed', field: 'user_id' },
    ])
  })

  function uuidBytes(uuid: string): Uint8Array {
    return Buffer.from(uuid.replaceAll('-', ''), 'hex')
  }
})
