import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createPasskeys, unsafelyUnbound } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { importFormats } from '../../../packages/core/src/api/import-export/formats/import-formats.js'
import { rowRefusals } from '../../../packages/core/src/api/import-export/formats/row.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const page = readFileSync(`${root}/docs/import-and-export.md`, 'utf8')

test('the page lists every code with which a row is refused, in the order of the table', () => {
  const listed = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code)
  expect(listed).toEqual(Object.keys(rowRefusals))
})

test('the page has every format, and a section for each', () => {
  const listed = [...page.matchAll(/^\| \[[^|]+\]\((#[\w-]+)\)[^|]* \| `([a-z-]+)` \|/gm)].map(([, link, format]) => ({
    link,
    format,
  }))
  expect([...new Set(listed.map(({ format }) => format))].sort()).toEqual(Object.keys(importFormats).sort())
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(
    ([, it = '']) =>
      `#${it
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  )
  for (const { link } of listed) expect(headings).toContain(link)
})

describe('what the page says is understood', () => {
  const codesOf = (row: string) => {
    const [, cell = ''] = new RegExp(`^\\| ${row} \\| (.+) \\|$`, 'm').exec(page) ?? []
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  }
  const row = {
    id: Buffer.alloc(16, 1).toString('base64'),
    public_key: Buffer.alloc(16, 2),
    credentialID: Buffer.alloc(16, 1),
    user_id: 7,
    counter: 0,
    backed_up: 0,
    device_type: 'singleDevice',
  }

  test.each(codesOf('column names'))('the column %s', (name) => {
    const { credentialID, ...others } = row
    const passkey = importFormats['better-auth'].read({ ...others, [name]: credentialID })
    expect(passkey.id).toBe(Buffer.alloc(16, 1).toString('base64url'))
  })

  test.each(codesOf('transports'))('the transports %s', (transports) => {
    const passkey = importFormats['better-auth'].read({ ...row, transports })
    expect(passkey.transports).toEqual(['internal', 'hybrid'])
  })

  test.each([
    'cred_id cred_public_key internal_user_id webauthn_user_id counter backup_eligible backup_status last_used',
    'id publicKey userId webauthnUserID counter deviceType backedUp lastUsedAt',
  ])('the columns of SimpleWebAuthn: %s', (names) => {
    const [id, publicKey, userId, handle, counter, , backedUp, lastUsed] = names.split(' ') as [string, ...string[]]
    const given = { [id]: row.id, [`${publicKey}`]: row.public_key, [`${userId}`]: 'ada', [`${handle}`]: row.id }
    const others = { [`${counter}`]: 0, [`${backedUp}`]: false, [`${lastUsed}`]: '2026-01-01T00:00:00Z' }
    expect(importFormats.simplewebauthn.read({ ...given, ...others })).toMatchObject({ userId: 'ada', backedUp: false })
    for (const name of names.split(' ')) expect(page).toContain(name === 'webauthn_user_id' ? 'webauthnUserID' : name)
  })
})

test('every command of the page is one that the command line takes', () => {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
  const commands = blocks.flatMap((block) => [...block.matchAll(/^npx latchkey (.+)$/gm)].map(([, it = '']) => it))
  const program = ['--conditions=@latchkey/source', '--import', 'tsx', `${root}/packages/cli/src/latchkey.ts`]
  const answers = commands.map((command) => {
    const parameters = [...program, ...command.split(' '), '--config', 'there-is-none']
    try {
      return execFileSync(process.execPath, parameters, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      return String(error instanceof Error && 'stderr' in error ? error.stderr : error)
    }
  })
  expect(commands.length).toBeGreaterThan(5)
  for (const answer of answers) expect(answer).toMatch(/^latchkey: config_not_found/)
}, 120_000)

test('what the page makes of a passkey of Auth0 is imported, and signs in', async () => {
  const authenticator = createAuthenticator({ origin: 'https://login.example.com', algorithms: [-7] })
  const passkeys = createPasskeys({
    relyingParty: { id: 'login.example.com', name: 'Example' },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional' },
  })
  await authenticator.create({
    rp: { id: 'login.example.com', name: 'Example' },
    user: { id: 'L6vXNUDCvwpYqpjXy1yTX8r_iRj9v-u9Ev5VKyedvGU', name: 'ada', displayName: 'Ada' },
    challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    authenticatorSelection: { residentKey: 'required' },
  })
  const [made] = authenticator.credentials
  if (!made) throw new TypeError('No credential was made.')
  const { fromAuth0 } = await codeOf('fromAuth0')
  const row = fromAuth0(
    {
      key_id: made.id,
      public_key: Buffer.from(made.publicKey).toString('base64'),
      user_handle: made.userHandle,
      credential_device_type: 'multi_device',
      credential_backed_up: true,
      transports: ['hybrid', 'internal'],
      created_at: '2025-06-26T10:28:12.580Z',
    },
    'ada',
  )
  const counts = await passkeys.admin.import({ rows: [row], format: 'simplewebauthn', actor: { id: 'ann' } })
  expect(counts).toEqual({ imported: 1, alreadyThere: 0, refused: 0 })
  const { ceremony, options } = await passkeys.signIn.begin({ binding: unsafelyUnbound })
  const response = await authenticator.get(options)
  const { userId } = await passkeys.signIn.finish({ ceremony, response, binding: unsafelyUnbound })
  expect(userId).toBe('ada')
})

/** The block of the page that exports this name, as a module. */
async function codeOf(name: string) {
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
  const block = blocks.find((it) => it.includes(`export function ${name}`)) ?? ''
  const { outputText } = ts.transpileModule(block, { compilerOptions: { module: ts.ModuleKind.ESNext } })
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`)
}
