import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** With the files that a bundler for Workers chooses. */
const program = `
  const { webhooks } = await import('@latchkey/core/webhooks')
  const secret = 'whsec_' + 'A'.repeat(44)
  try {
    webhooks([{ id: 'hook', url: 'https://hook.example.com/', secret }])
    console.log('accepted')
  } catch (error) {
    console.log(error instanceof TypeError, error.message)
  }`

test.each([
  { runtime: 'a Worker', conditions: ['workerd', '@latchkey/source'], says: /^true webhooks: a Worker chooses/ },
  { runtime: 'Node', conditions: ['@latchkey/source'], says: /^accepted/ },
])(
  '$runtime: webhooks are sent only where the checked address is the one that is dialled',
  ({ conditions, says }) => {
    const options = [...conditions.map((it) => `--conditions=${it}`), '--import', './scripts/run/tsx.mjs']
    const evaluated = ['--input-type=module', '--eval', program]
    expect(execFileSync(process.execPath, [...options, ...evaluated], { cwd: root, encoding: 'utf8' })).toMatch(says)
  },
  60_000,
)
