import { describe, expect, test } from 'vitest'
import { type ImportFormat, importFormats } from '../../../src/api/import-export/formats/import-formats.js'

const id = Buffer.alloc(16, 1).toString('base64url')
const publicKey = Uint8Array.of(0xfb, 0xff, 0xfe)
const aaguid = '00112233-4455-6677-8899-aabbccddeeff'
const handle = Buffer.from('handle').toString('base64url')
const common = { id, idLength: 16, publicKey, backupEligible: true, backedUp: true, aaguid, transports: ['usb'] }

/** A row with every field that its format knows, and what is read of it. */
const rows: Readonly<Record<ImportFormat, { row: Readonly<Record<string, unknown>>; read: object }>> = {
  latchkey: {
    row: {
      latchkey: 1,
      rpId: 'example.com',
      id,
      userId: 'ann',
      userHandle: handle,
      publicKey: '-__-',
      signCount: 3,
      signInCount: 4,
      name: 'Phone',
      aaguid,
      transports: ['usb'],
      attachment: 'platform',
      discoverable: false,
      backupEligible: true,
      backedUp: true,
      status: 'suspended',
      suspendedBy: ['environment', 'organization:acme'],
      organizationId: 'acme',
      boundTo: 'acme',
      createdAt: 1,
      lastUsedAt: 2,
    },
    read: {
      ...common,
      rpId: 'example.com',
      userId: 'ann',
      userHandle: handle,
      signCount: 3,
      signInCount: 4,
      name: 'Phone',
      attachment: 'platform',
      discoverable: false,
      suspendedBy: ['environment', 'organization:acme'],
      organizationId: 'acme',
      boundTo: 'acme',
      createdAt: 1,
      lastUsedAt: 2,
    },
  },
  simplewebauthn: {
    row: {
      id,
      publicKey: '-__-',
      user: { id: 'ann' },
      userId: null,
      webauthnUserID: handle,
      counter: 3,
      deviceType: 'multiDevice',
      backedUp: true,
      transports: 'usb',
      name: 'Phone',
      aaguid,
      createdAt: 1,
      lastUsedAt: 2,
    },
    read: { ...common, userId: 'ann', userHandle: handle, signCount: 3, name: 'Phone', createdAt: 1, lastUsedAt: 2 },
  },
  'better-auth': {
    row: {
      id: 'row',
      name: 'Phone',
      publicKey: '+//+',
      userId: 'ann',
      credentialID: id,
      counter: 3,
      deviceType: 'multiDevice',
      backedUp: true,
      transports: 'usb',
      createdAt: 1,
      aaguid,
    },
    read: { ...common, userId: 'ann', signCount: 3, name: 'Phone', createdAt: 1 },
  },
  'auth-js': {
    row: {
      credentialID: Buffer.alloc(16, 1).toString('base64'),
      userId: 'ann',
      providerAccountId: Buffer.alloc(16, 1).toString('base64'),
      credentialPublicKey: '+//+',
      counter: 3,
      credentialDeviceType: 'multiDevice',
      credentialBackedUp: true,
      transports: 'usb',
    },
    read: { ...common, aaguid: undefined, userId: 'ann', signCount: 3 },
  },
  'nuxt-auth-utils': {
    row: {
      userId: 7,
      id,
      publicKey: '-__-',
      counter: 3,
      backedUp: 1,
      transports: '["usb"]',
      aaguid,
      name: 'Phone',
      createdAt: 1,
    },
    read: { ...common, userId: '7', signCount: 3, name: 'Phone', createdAt: 1 },
  },
  hanko: {
    row: {
      id,
      user_id: aaguid,
      name: 'Phone',
      public_key: '-__-',
      attestation_type: 'none',
      aaguid,
      sign_count: 3,
      last_used_at: 2,
      created_at: 1,
      updated_at: 1,
      transports: ['usb'],
      backup_eligible: true,
      backup_state: true,
      mfa_only: false,
      user_handle: 'handle',
    },
    read: { ...common, userId: aaguid, userHandle: handle, signCount: 3, name: 'Phone', createdAt: 1, lastUsedAt: 2 },
  },
}

const formats = Object.entries(rows).map(([format, it]) => ({ format: format as ImportFormat, ...it }))
const read = (format: ImportFormat, change: object = {}) =>
  importFormats[format].read({ ...rows[format].row, ...change })
const refused = (code: string, field: string) => expect.objectContaining({ name: 'RowRefusal', code, field })

describe.each(formats)('a row of $format', ({ format, row, read: expected }) => {
  test('is read, every field of it', () => {
    const { fields, ...passkey } = importFormats[format].read(row)
    expect(passkey).toEqual(expected)
    const judgedLater = ['backedUp', 'createdAt', 'id', 'lastUsedAt', 'publicKey', 'userHandle', 'userId']
    expect(Object.keys(fields).sort()).toEqual(judgedLater)
    for (const name of Object.values(fields)) expect(row).toHaveProperty(name)
  })

  test('with a field that the format has not: unknown_field', () => {
    expect(() => read(format, { owner: 'ann' })).toThrow(refused('unknown_field', 'owner'))
  })

  test.each([null, undefined, 7, 'row', []])('that is %j: malformed', (value) => {
    expect(() => importFormats[format].read(value)).toThrow(refused('malformed', ''))
  })
})

describe('fields that may be left out', () => {
  const without = (format: ImportFormat, names: readonly string[]) => {
    const { fields: _, ...passkey } = read(format, Object.fromEntries(names.map((name) => [name, null])))
    return passkey
  }

  test('latchkey', () => {
    const left = without('latchkey', ['userHandle', 'attachment', 'discoverable', 'organizationId', 'lastUsedAt'])
    const absent = ['userHandle', 'attachment', 'discoverable', 'organizationId', 'lastUsedAt']
    for (const name of absent) expect(left).toHaveProperty(name, undefined)
  })

  test('better-auth, and its empty name and model are none', () => {
    const read = {
      ...rows['better-auth'].read,
      name: undefined,
      aaguid: undefined,
      createdAt: undefined,
      transports: [],
    }
    expect(without('better-auth', ['name', 'aaguid', 'createdAt', 'transports'])).toEqual(read)
    const { fields: _, ...empty } = importFormats['better-auth'].read({
      ...rows['better-auth'].row,
      name: '',
      aaguid: '',
      transports: '',
      createdAt: null,
    })
    expect(empty).toEqual(read)
  })

  test('hanko: backup eligibility that is missing is unknown, and the handle is the user’s UUID', () => {
    const names = ['user_handle', 'sign_count', 'name', 'backup_eligible', 'backup_state', 'mfa_only', 'last_used_at']
    const passkey = without('hanko', names)
    expect(passkey).toMatchObject({ signCount: 0, backupEligible: undefined, backedUp: false })
    expect(passkey.userHandle).toBe(Buffer.from(aaguid.replaceAll('-', ''), 'hex').toString('base64url'))
  })

  test('hanko: a key for a second factor is no passkey', () => {
    expect(() => read('hanko', { mfa_only: true })).toThrow(refused('not_a_passkey', 'mfa_only'))
  })

  test('simplewebauthn: the owner is in the row or in its user, never in both', () => {
    expect(read('simplewebauthn', { user: null, userId: 'bob' }).userId).toBe('bob')
    expect(() => read('simplewebauthn', { userId: 'ann' })).toThrow(refused('malformed', 'user'))
    expect(() => read('simplewebauthn', { user: 'ann' })).toThrow(refused('malformed', 'user'))
    expect(read('simplewebauthn', { user: { id: 7 } }).userId).toBe('7')
    expect(() => read('simplewebauthn', { user: { id: 7.5 } })).toThrow(refused('malformed', 'id'))
  })

  test.each(['simplewebauthn', 'better-auth'] as const)('%s: what stays on one device is not backed up', (format) => {
    expect(read(format, { deviceType: 'singleDevice', backedUp: false })).toMatchObject({
      backupEligible: false,
      backedUp: false,
    })
    expect(() => read(format, { deviceType: 'tablet' })).toThrow(refused('malformed', 'deviceType'))
  })
})

describe('the passkeys of a row', () => {
  test.each(['latchkey', 'simplewebauthn', 'better-auth'] as const)('%s: itself', (format) => {
    expect(importFormats[format].passkeysIn('a row')).toEqual(['a row'])
  })

  const { passkeysIn } = importFormats.hanko

  test('hanko: those of the user, each with its owner', () => {
    const user = {
      user_id: 'ann',
      emails: [],
      username: null,
      webauthn_credentials: [{ id: 'a' }, { id: 'b', user_id: 'bob' }, null, 7, [1]],
      password: {},
      otp_secret: {},
      created_at: 1,
      updated_at: 1,
    }
    expect(passkeysIn(user)).toEqual([{ id: 'a', user_id: 'ann' }, { id: 'b', user_id: 'ann' }, null, 7, [1]])
  })

  test('hanko: none, where the user has none', () => {
    expect(passkeysIn({ user_id: 'ann' })).toEqual([])
    expect(passkeysIn({ user_id: 'ann', webauthn_credentials: null })).toEqual([])
  })

  test('hanko: malformed where they are no list, unknown_field where the user says something else', () => {
    expect(() => passkeysIn({ webauthn_credentials: { 0: {} } })).toThrow(refused('malformed', 'webauthn_credentials'))
    expect(() => passkeysIn({ phone: 'x' })).toThrow(refused('unknown_field', 'phone'))
  })
})

/** What a field may hold, and what it may not: `as` is what is read. */
const values: readonly {
  what: string
  format: ImportFormat
  field: string
  as: string
  well: readonly (readonly [given: unknown, read: unknown])[]
  ill: readonly unknown[]
}[] = [
  {
    what: 'a text',
    format: 'latchkey',
    field: 'name',
    as: 'name',
    well: [' ', 'x'.repeat(255), '😀'.repeat(255)].map((text) => [text, text] as const),
    ill: ['', 'x'.repeat(256), '😀'.repeat(256), 'x'.repeat(511), 'a\0b', '\ud83d', 7, true, ['a'], null, undefined],
  },
  {
    what: 'base64url',
    format: 'latchkey',
    field: 'publicKey',
    as: 'publicKey',
    well: [
      ['AA', Uint8Array.of(0)],
      ['A'.repeat(16_384), new Uint8Array(12_288)],
    ],
    ill: ['', 'AA==', '+//+', 'A', 'A'.repeat(16_388), publicKey, null, 7],
  },
  {
    what: 'bytes in any form',
    format: 'better-auth',
    field: 'publicKey',
    as: 'publicKey',
    well: [
      ['+//+', publicKey],
      ['-__-', publicKey],
      ['AA==', Uint8Array.of(0)],
      ['AA', Uint8Array.of(0)],
      ['AA\n', Uint8Array.of(0)],
      ['AAA=', Uint8Array.of(0, 0)],
      [publicKey, publicKey],
      [Buffer.from(publicKey), publicKey],
      [publicKey.buffer, publicKey],
      [JSON.parse(JSON.stringify(Buffer.from(publicKey))), publicKey],
      [{ type: 'Buffer', data: [0, 255] }, Uint8Array.of(0, 255)],
      [[0, 255], Uint8Array.of(0, 255)],
      [JSON.parse(JSON.stringify(publicKey)), publicKey],
      [JSON.stringify(publicKey), publicKey],
      [JSON.stringify(Buffer.from(publicKey)), publicKey],
      ['[251,255,254]', publicKey],
      ['\\xfbfffe', publicKey],
      ['\\\\xFBFFFE', publicKey],
      ['0xfbfffe', publicKey],
      ["X'FBFFFE'", publicKey],
      ['base64:type252:+//+', publicKey],
      ['fbfffe00'.repeat(4), Uint8Array.from(Buffer.from('fbfffe00'.repeat(4), 'hex'))],
      ['FBFFFE00'.repeat(4), Uint8Array.from(Buffer.from('fbfffe00'.repeat(4), 'hex'))],
      ['A'.repeat(32), new Uint8Array(24)],
      [`${'A'.repeat(76)}\n${'A'.repeat(76)}\nAA==`, new Uint8Array(115)],
      [`${'A'.repeat(64)}\r\n${'A'.repeat(64)}\r\n`, new Uint8Array(96)],
      [new Uint8Array(8192), new Uint8Array(8192)],
      [{ type: 'Buffer', data: Array(8192).fill(0) }, new Uint8Array(8192)],
    ],
    ill: [
      '',
      '=',
      '==',
      'AA=',
      'A===',
      'AA===',
      'AAAA=',
      'AAAA====',
      'AAA=====',
      'A=A=',
      'AA A',
      'AA\n\n',
      ' AA',
      '+//+!',
      'A'.repeat(16_388),
      new Uint8Array(0),
      new Uint8Array(8193),
      new Uint16Array(2),
      [],
      [0, 256],
      [0, '1'],
      {},
      { 0: 1, 2: 1 },
      { 0: 1, 1: 256 },
      { 0: 1, length: 1 },
      '{"0":1,"1":256}',
      '[1,',
      '{1,2}',
      '\\x',
      '\\xf',
      '\\xfg',
      '0x',
      "X'",
      'base64:type252:',
      `${'A'.repeat(60)}\n${'A'.repeat(60)}`,
      `${'A'.repeat(76)}\n${'A'.repeat(77)}`,
      `${'A'.repeat(76)}\n\nAA==`,
      { type: 'Buffer', data: [] },
      { type: 'Buffer', data: [256] },
      { type: 'Buffer', data: [0, 256] },
      { type: 'Buffer', data: [-1] },
      { type: 'Buffer', data: [0.5] },
      { type: 'Buffer', data: ['1'] },
      { type: 'Buffer', data: 'AA' },
      { type: 'Buffer', data: Array(8193).fill(0) },
      { type: 'Uint8Array', data: [1] },
      { data: [1] },
      Object.create({ type: 'Buffer', data: [1] }),
      7,
      null,
    ],
  },
  {
    what: 'a user handle',
    format: 'latchkey',
    field: 'userHandle',
    as: 'userHandle',
    well: ['AA', Buffer.alloc(64).toString('base64url')].map((text) => [text, text] as const),
    ill: ['', Buffer.alloc(65).toString('base64url'), 7],
  },
  {
    what: 'a user handle as text',
    format: 'hanko',
    field: 'user_handle',
    as: 'userHandle',
    well: [['ä', Buffer.from('ä').toString('base64url')]],
    ill: ['', 'x'.repeat(65), 'ä'.repeat(33), 7],
  },
  {
    what: 'a count',
    format: 'latchkey',
    field: 'signCount',
    as: 'signCount',
    well: [
      [0, 0],
      [2 ** 32 - 1, 2 ** 32 - 1],
      ['0', 0],
      ['4294967295', 2 ** 32 - 1],
      [7n, 7],
    ],
    ill: [
      -1,
      0.5,
      2 ** 32,
      '4294967296',
      '00000000001',
      '-1',
      '1.5',
      '',
      ' 1',
      '1 ',
      '0x1',
      -1n,
      2n ** 32n,
      true,
      [1],
      null,
    ],
  },
  {
    what: 'a flag',
    format: 'latchkey',
    field: 'discoverable',
    as: 'discoverable',
    well: [
      [true, true],
      [1, true],
      [1n, true],
      [false, false],
      [0, false],
      [0n, false],
    ],
    ill: ['true', '1', 2, -1, 2n, '', []],
  },
  {
    what: 'an instant',
    format: 'latchkey',
    field: 'lastUsedAt',
    as: 'lastUsedAt',
    well: [
      [0, 0],
      [8.64e15, 8.64e15],
      [new Date(5), 5],
      ['1970-01-01T00:00:01Z', 1000],
      ['1970-01-01 00:00:01', 1000],
      ['1970-01-01T00:01', 60_000],
      ['1970-01-01 00:00:01.25', 1250],
      ['1970-01-01 01:00:01+01', 1000],
      ['1970-01-01T01:00:01+01:00', 1000],
      ['1969-12-31T23:00:01-01:00', 1000],
      ['1970-01-01T00:00:00.123456789Z', 123],
    ],
    ill: [
      -1,
      0.5,
      8.64e15 + 2,
      Number.NaN,
      new Date(Number.NaN),
      new Date(-1),
      '1969-12-31T23:59:59Z',
      '1970-01-01',
      '1970-13-01T00:00:00Z',
      '1 May 2025',
      '1970-01-01T00:00:01z',
      '1970-01-01T00:00:01+1',
      '1970-01-01T00:00:01+0100',
      '1970-01-01T00:00:01 Z',
      ' 1970-01-01T00:00:01Z',
      '1970-01-01T00:0Z',
      '1970-01-01T00:00:00.1234567890Z',
      1n,
      true,
    ],
  },
  {
    what: 'a UUID',
    format: 'latchkey',
    field: 'aaguid',
    as: 'aaguid',
    well: [
      [aaguid, aaguid],
      [aaguid.toUpperCase(), aaguid],
    ],
    ill: [
      '',
      aaguid.replaceAll('-', ''),
      ` ${aaguid}`,
      `${aaguid} `,
      aaguid.replace('f', 'g'),
      aaguid.slice(1),
      aaguid.slice(0, -1),
      7,
      [aaguid],
      null,
    ],
  },
  {
    what: 'transports',
    format: 'latchkey',
    field: 'transports',
    as: 'transports',
    well: [
      [
        ['usb', 'nfc'],
        ['usb', 'nfc'],
      ],
      ['usb,nfc', ['usb', 'nfc']],
      ['', []],
      [[], []],
      [null, []],
      [['usb', 7, ''], ['usb']],
    ],
    ill: [7, { 0: 'usb' }, true],
  },
  {
    what: 'a word',
    format: 'latchkey',
    field: 'attachment',
    as: 'attachment',
    well: ['platform', 'cross-platform'].map((word) => [word, word] as const),
    ill: ['', 'Platform', 'usb', 0, ['platform']],
  },
  {
    what: 'the version',
    format: 'latchkey',
    field: 'latchkey',
    as: 'rpId',
    well: [[1, 'example.com']],
    ill: [0, 2, '1', 1n, null, true],
  },
]

describe.each(values)('$what', ({ format, field, as, well, ill }) => {
  test.each(well.map(([given, value], index) => ({ index, given, value })))('is read ($index)', ({ given, value }) => {
    expect(read(format, { [field]: given })).toHaveProperty(as, value)
  })

  test.each(ill.map((given, index) => ({ index, given })))('is refused ($index)', ({ given }) => {
    expect(() => read(format, { [field]: given })).toThrow(refused('malformed', field))
  })
})

test('bytes that were read are a copy', () => {
  const given = publicKey.slice()
  const passkeys = [given, given.buffer].map((it) => read('better-auth', { publicKey: it }))
  given.fill(0)
  for (const passkey of passkeys) expect(passkey.publicKey).toEqual(publicKey)
})
