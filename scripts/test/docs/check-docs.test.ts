import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkBlocks, checkCeremonies, checkLinks, checkWiring } from '../../docs/check-docs.mjs'

const root = join(import.meta.dirname, '../../..')
const ceremonies = readFileSync(join(root, 'docs/ceremonies.md'), 'utf8')

describe('the documents', () => {
  test('every step has its file, and every check its step', () => {
    expect(checkCeremonies(root)).toEqual([])
  })

  test('a step that is missing, a file that does not exist and a check without a step are found', () => {
    expect(checkCeremonies(root, ceremonies.replace(/^\| 7 \|.*\n/m, ''))).toHaveLength(1)
    expect(checkCeremonies(root, `${ceremonies}\`core/src/webauthn/verify/check-telepathy.ts\``)).toHaveLength(1)
    expect(checkCeremonies(root, ceremonies.replaceAll('check-origin.ts', 'check-framing.ts'))).toHaveLength(1)
  })

  test('a rule without a test, and a test that does not exist, are found', () => {
    const [before, section = ''] = ceremonies.split('## Extensions')
    const [extensions = '', ...rest] = section.split('\n## ')
    const without = (change: (section: string) => string) =>
      checkCeremonies(root, `${before}## Extensions${[change(extensions), ...rest].join('\n## ')}`)
    expect(without((section) => section.replace(/ \| `core\/test[^|]*\|$/m, ' |'))).toHaveLength(1)
    expect(without((section) => section.replace('used though not requested', 'used by telepathy'))).toHaveLength(1)
    expect(without((section) => section.replace('extension-outputs.test.ts', 'telepathy.test.ts'))).toHaveLength(1)
  })

  test('a ceremony without a row is found', () => {
    expect(checkCeremonies(root, ceremonies.replace(/^\| `step-up` \|.*\n/m, ''))).toEqual([
      'docs/ceremonies.md has no row for the ceremony step-up',
    ])
  })

  test('the README shows the wiring of the demo, at most 44 lines', () => {
    expect(checkWiring(root)).toEqual([])
    expect(checkWiring(root, '```ts\nsomething()\n```')).toHaveLength(1)
  })

  test('a link to no file, and one to no heading, are found', () => {
    const link = (target: string) => checkLinks(root, { 'README.md': `[there](${target})` })
    expect(link('docs/security.md#a-second-opinion')).toEqual([])
    expect(link('https://example.com/nowhere.md')).toEqual([])
    expect(link('docs/telepathy.md')).toHaveLength(1)
    expect(link('docs/security.md#telepathy')).toHaveLength(1)
  })

  test('a block that does not compile is found, and one that compiles is not', () => {
    const good = "```ts\nimport { PasskeyError } from '@latchkey/core'\nnew PasskeyError('forbidden')\n```"
    const bad = good.replace('forbidden', 'forbiden')
    expect(checkBlocks(root, { good, bad })).toEqual([expect.stringContaining('block-bad-1.ts:2: ')])
  })
})
