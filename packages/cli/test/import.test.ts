import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createPasskeys, type PasskeyRow, unsafelyUnbound } from '@latchkey/core'
import { kyselyStorage } from '@latchkey/kysely'
import { type Authenticator, createAuthenticator } from '@latchkey/testing'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'
import { beforeEach, describe, expect, test } from 'vitest'
import { openBetterAuth, origin } from './better-auth.js'
import { useWorkplace } from './use-workplace.js'
import { openWorkplace, type Workplace } from './workplace.js'

const here = useWorkplace()
let authenticator: Authenticator

beforeEach(async () => {
  here.workplace.write('latchkey.config.mjs', here.command.configFrom('passkeys'))
  authenticator = createAuthenticator({ origin, algorithms: [-7] })
  await inApp(async ({ storage }) => storage.schema?.migrate())
})

/** Works with the app's own passkeys, in another process than the command. */
async function inApp<Answer>(
  work: (app: ReturnType<typeof openApp>) => Promise<Answer>,
  { databaseFile }: Pick<Workplace, 'databaseFile'> = here.workplace,
): Promise<Answer> {
  const app = openApp(databaseFile)
  try {
    return await work(app)
  } finally {
    await app.db.destroy()
  }
}

function openApp(databaseFile: string) {
  const database = new Libsql(databaseFile)
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const storage = kyselyStorage(db)
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: [origin] },
    secret: 'a secret of at least 32 bytes, for tests',
    storage,
    policy: { mode: 'optional' },
  })
  return { db, storage, passkeys }
}

/** Who is signed in once the authenticator has answered, without a user name. */
function signIn(workplace: Pick<Workplace, 'databaseFile'> = here.workplace): Promise<string> {
  return inApp(async ({ passkeys }) => {
    const { ceremony, options } = await passkeys.signIn.begin({ binding: unsafelyUnbound })
    const response = await authenticator.get(options)
    return (await passkeys.signIn.finish({ ceremony, response, binding: unsafelyUnbound })).userId
  }, workplace)
}

/** A registration at a server made with SimpleWebAuthn, and the row that its documentation recommends to store. */
async function registerWithSimpleWebAuthn(userId: string) {
  const options = await generateRegistrationOptions({ rpID: 'example.com', rpName: 'Example', userName: userId })
  const { registrationInfo } = await verifyRegistrationResponse({
    response: JSON.parse(JSON.stringify(await authenticator.create(options))),
    expectedChallenge: options.challenge,
    expectedOrigin: origin,
    expectedRPID: 'example.com',
  })
  if (!registrationInfo) throw new TypeError('The registration has failed.')
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo
  return {
    ...credential,
    publicKey: Buffer.from(credential.publicKey),
    userId,
    webauthnUserID: options.user.id,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
  }
}

describe('latchkey import --from better-auth', () => {
  test('reads the SQLite file of Better Auth, and the old passkey signs the same user in', async () => {
    const old = await openBetterAuth(here.workplace.path('auth.db'))
    const userId = await old.signUp('ada@example.com', authenticator)
    await old.close()
    const [made] = authenticator.credentials
    expect(await here.workplace.latchkey('import', 'auth.db', '--from', 'better-auth')).toEqual({
      exitCode: 0,
      stdout: `row 1: imported ${made?.id} of "${userId}"\n1 imported, 0 already there, 0 refused.\n`,
      stderr: '',
    })
    expect(await signIn()).toBe(userId)
  })

  test('reads the rows as JSON too', async () => {
    const old = await openBetterAuth(':memory:')
    const userId = await old.signUp('ada@example.com', authenticator)
    here.workplace.write('rows.json', JSON.stringify(await old.rows(), undefined, 2))
    await old.close()
    expect((await here.workplace.latchkey('import', 'rows.json', '--from', 'better-auth')).exitCode).toBe(0)
    expect(await signIn()).toBe(userId)
  })

  test('the handle that Better Auth gives an authenticator is no text of its database', async () => {
    const old = await openBetterAuth(here.workplace.path('auth.db'))
    await old.signUp('ada@example.com', authenticator)
    await old.close()
    const [made] = authenticator.credentials
    const handle = Buffer.from(made?.userHandle ?? '', 'base64url').toString()
    expect(handle).toMatch(/^[a-z0-9]{32}$/)
    const content = readFileSync(here.workplace.path('auth.db'))
    expect(content.includes(made?.id ?? '')).toBe(true)
    expect(content.includes(handle) || content.includes(made?.userHandle ?? '')).toBe(false)
  })
})

describe('latchkey import --from simplewebauthn', () => {
  test('reads JSON lines, and the old passkey signs the same user in', async () => {
    here.workplace.write('rows.jsonl', `${JSON.stringify(await registerWithSimpleWebAuthn('ada'))}\n\n`)
    const { exitCode, stdout } = await here.workplace.latchkey('import', 'rows.jsonl', '--from', 'simplewebauthn')
    expect({ exitCode, last: stdout.split('\n').at(-2) }).toEqual({
      exitCode: 0,
      last: '1 imported, 0 already there, 0 refused.',
    })
    expect(await signIn()).toBe('ada')
  })

  test('reports the outcome of each row, continues after a bad one, and ends with 1', async () => {
    const row = await registerWithSimpleWebAuthn('ada\u001b')
    const rows = [{ ...row, publicKey: 'AAAA' }, row, { ...row, 'a\u001b': 1 }, row]
    here.workplace.write('rows.jsonl', `\ufeff${rows.map((it) => JSON.stringify(it)).join('\r\n')}\nno JSON`)
    const outcome = await here.workplace.latchkey('import', 'rows.jsonl', '--from', 'simplewebauthn')
    expect(outcome).toEqual({
      exitCode: 1,
      stdout:
        `row 1: refused ${row.id} of "ada\\u001b": malformed_public_key (publicKey): The public key cannot be read.\n` +
        `row 2: imported ${row.id} of "ada\\u001b"\n` +
        'row 3: refused: unknown_field ("a\\u001b"): The format has no such field.\n' +
        `row 4: already there ${row.id} of "ada\\u001b"\n` +
        'row 5: refused: malformed: The field is missing, or its value does not match the format.\n' +
        '1 imported, 1 already there, 3 refused.\n',
      stderr: '',
    })
  })

  test('--dry-run says the same and writes nothing', async () => {
    here.workplace.write('rows.json', JSON.stringify([await registerWithSimpleWebAuthn('ada')]))
    const parameters = ['import', 'rows.json', '--from', 'simplewebauthn']
    const dry = await here.workplace.latchkey(...parameters, '--dry-run')
    expect(await inApp(({ storage }) => storage.passkeys.listByUser('example.com', 'ada'))).toEqual({ passkeys: [] })
    const wet = await here.workplace.latchkey(...parameters)
    expect(dry.stdout.replace('Dry run, nothing was written: ', '')).toBe(wet.stdout)
    expect({ dry: dry.exitCode, wet: wet.exitCode }).toEqual({ dry: 0, wet: 0 })
  })

  test('the actor of the event is the one of --actor', async () => {
    here.workplace.write('rows.json', JSON.stringify([await registerWithSimpleWebAuthn('ada')]))
    await here.workplace.latchkey('import', 'rows.json', '--from', 'simplewebauthn', '--actor', 'ann')
    const events = await inApp(({ storage }) => storage.events.claim(10, 1000, Date.now()))
    expect(events).toMatchObject([{ name: 'passkey.added', actor: { type: 'admin', id: 'ann' } }])
  })
})

describe('of several relying parties', () => {
  const latchkey = (...parameters: string[]) => here.workplace.latchkey(...parameters, '--config', 'brands.mjs')

  beforeEach(() => here.workplace.write('brands.mjs', here.command.configFrom('brands')))

  test('--relying-party picks the one whose passkeys are imported and exported', async () => {
    const registered = await registerWithSimpleWebAuthn('user-alice')
    here.workplace.write('rows.json', JSON.stringify([registered]))
    const rows = ['import', 'rows.json', '--from', 'simplewebauthn']
    expect(await latchkey(...rows, '--relying-party', 'shop')).toMatchObject({ exitCode: 0 })
    expect(await signIn()).toBe('user-alice')
    const exported = async (id: string) => (await latchkey('export', '--relying-party', id)).stderr
    expect([await exported('shop'), await exported('bank.example')]).toEqual(['1 exported.\n', '0 exported.\n'])
  })

  test.each([[['export']], [['export', '--relying-party', 'brand']]])(
    '%j names the ones that there are',
    async (call) => {
      const { exitCode, stderr } = await latchkey(...call)
      expect(exitCode).not.toBe(0)
      expect(stderr).toContain("'shop', 'bank'")
    },
  )
})

describe('latchkey export', () => {
  const unfinished = 'passkeys.jsonl.unfinished'

  beforeEach(async () => {
    here.workplace.write('rows.json', JSON.stringify([await registerWithSimpleWebAuthn('ada')]))
    await here.workplace.latchkey('import', 'rows.json', '--from', 'simplewebauthn')
  })

  test('writes lines that latchkey import reads elsewhere, where the passkey signs in', async () => {
    const { exitCode, stdout, stderr } = await here.workplace.latchkey('export')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '1 exported.\n' })
    const row: PasskeyRow = JSON.parse(stdout)
    expect(row).toMatchObject({ latchkey: 1, rpId: 'example.com', userId: 'ada' })
    const elsewhere = openWorkplace(here.command.path)
    try {
      elsewhere.write('latchkey.config.mjs', here.command.configFrom('passkeys'))
      elsewhere.write('passkeys.jsonl', stdout)
      await elsewhere.latchkey('migrate')
      expect((await elsewhere.latchkey('import', 'passkeys.jsonl', '--from', 'latchkey')).exitCode).toBe(0)
      expect(await signIn(elsewhere)).toBe('ada')
    } finally {
      elsewhere.remove()
    }
  })

  test('--out makes a file that only its owner reads, and never takes the place of one', async () => {
    const made = await here.workplace.latchkey('export', '--out', 'passkeys.jsonl')
    expect(made).toEqual({ exitCode: 0, stdout: '', stderr: '1 exported.\n' })
    const content = readFileSync(here.workplace.path('passkeys.jsonl'), 'utf8')
    expect(JSON.parse(content)).toMatchObject({ latchkey: 1 })
    expect(statSync(here.workplace.path('passkeys.jsonl')).mode & 0o077).toBe(0)
    const { exitCode, stderr } = await here.workplace.latchkey('export', '--out', 'passkeys.jsonl')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^latchkey: output_failed: /)
    expect(readFileSync(here.workplace.path('passkeys.jsonl'), 'utf8')).toBe(content)
    expect(here.workplace.list()).not.toContain('passkeys.jsonl.unfinished')
  })

  test.each([
    {
      planted: 'a link to a file',
      plant: () => symlinkSync(here.workplace.path('other'), here.workplace.path(unfinished)),
    },
    { planted: 'a link to no file', plant: () => symlinkSync('nowhere', here.workplace.path(unfinished)) },
    { planted: 'a file', plant: () => here.workplace.write(unfinished, 'theirs') },
  ])('--out does not write through $planted of the name that it uses meanwhile', async ({ plant }) => {
    here.workplace.write('other', 'theirs')
    plant()
    const before = here.workplace.list()
    expect(await here.workplace.latchkey('export', '--out', 'passkeys.jsonl')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        `latchkey: output_failed: ${unfinished} exists. If no other export is running, an earlier one was interrupted: ` +
        'delete this file and run the command again.\n',
    })
    expect(here.workplace.list()).toEqual(before)
    expect(readFileSync(here.workplace.path('other'), 'utf8')).toBe('theirs')
  })

  test('--out does not write through a link in place of the file', async () => {
    symlinkSync(here.workplace.path('elsewhere'), here.workplace.path('passkeys.jsonl'))
    const { exitCode, stderr } = await here.workplace.latchkey('export', '--out', 'passkeys.jsonl')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^latchkey: output_failed: /)
    expect(existsSync(here.workplace.path('elsewhere'))).toBe(false)
  })

  test('--out in a folder that does not exist is an error that names the file', async () => {
    const { exitCode, stderr } = await here.workplace.latchkey('export', '--out', 'nowhere/passkeys.jsonl')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /^latchkey: output_failed: nowhere.passkeys\.jsonl\.unfinished cannot be created:\n {2}ENOENT/,
    )
  })
})

describe('why the command fails', () => {
  test.each([
    { why: 'no file', parameters: ['import', 'none.json', '--from', 'hanko'], problem: 'rows_unreadable' },
    { why: 'half an array', parameters: ['import', 'half.json', '--from', 'hanko'], problem: 'rows_unreadable' },
    {
      why: 'another SQLite file',
      parameters: ['import', 'app.db', '--from', 'better-auth'],
      problem: 'rows_unreadable',
    },
    { why: 'no format', parameters: ['import', 'half.json'], problem: 'required option' },
    {
      why: 'a format that there is not',
      parameters: ['import', 'half.json', '--from', 'auth9'],
      problem: 'Allowed choices',
    },
    {
      why: 'a config without passkeys',
      parameters: ['import', 'half.json', '--from', 'hanko', '--config', 'storage.mjs'],
      problem: 'config_invalid',
    },
    {
      why: 'a config without passkeys',
      parameters: ['export', '--config', 'storage.mjs'],
      problem: 'config_invalid',
    },
    { why: 'passkeys that are none', parameters: ['export', '--config', 'other.mjs'], problem: 'config_invalid' },
  ])('$why: $parameters ends with 2 and says $problem', async ({ parameters, problem }) => {
    here.workplace.write('half.json', '[{}')
    here.workplace.write('storage.mjs', here.command.configFrom('memory'))
    here.workplace.write('other.mjs', `${here.command.configFrom('memory')}export const passkeys = { admin: {} }\n`)
    const { exitCode, stdout, stderr } = await here.workplace.latchkey(...parameters)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(problem)
  })
})
