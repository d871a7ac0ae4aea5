import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** What a program prints that runs in a Node without any of Vitest's surroundings. */
function run(program: string): unknown {
  const options = ['--conditions=@latchkey/source', '--import', 'tsx', '--input-type=module', '--eval', program]
  return JSON.parse(execFileSync(process.execPath, options, { cwd: root, encoding: 'utf8' }))
}

test('on a server, a client can be imported and made without looking at the browser', () => {
  const touched = run(`
    const touched = []
    const names = ['window', 'document', 'navigator', 'location', 'isSecureContext', 'PublicKeyCredential', 'fetch']
    for (const name of names) {
      Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) })
    }
    const { createPasskeyClient } = await import('@latchkey/browser')
    createPasskeyClient({ basePath: '/passkeys' })
    console.log(JSON.stringify(touched))
  `)
  expect(touched).toEqual([])
})

test('on a server, verbs that need a browser say so, and the others say what is missing', () => {
  const outcome = run(`
    const { createPasskeyClient } = await import('@latchkey/browser')
    const client = createPasskeyClient({ transport: () => Promise.reject(new Error('not to be called')) })
    const calls = []
    client.autofill({ onSignedIn: () => calls.push('signedIn'), onError: () => calls.push('error') }).stop()
    client.autofill({ onSignedIn: () => calls.push('signedIn'), onError: () => calls.push('error') })
    const capabilities = await client.capabilities()
    const codes = await Promise.all([client.signIn(), client.enroll()].map((verb) => verb.catch(({ code }) => code)))
    console.log(JSON.stringify({ capabilities, codes, calls }))
  `)
  expect(outcome).toEqual({
    capabilities: { webauthn: false, platformAuthenticator: false, conditionalGet: false, conditionalCreate: false },
    codes: ['not_supported', 'not_supported'],
    calls: [],
  })
})
