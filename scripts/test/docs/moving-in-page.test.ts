import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createPasskeys, unsafelyUnbound } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { rowRefusals } from '../../../packages/core/src/api/import-export/formats/row-refusals.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const page = readFileSync(`${root}/docs/moving-in.md`, 'utf8')

test('the page lists every code with which a row is refused, in the order of the table', () => {
  const listed = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, code]) => code)
  expect(listed).toEqual(Object.keys(rowRefusals))
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
