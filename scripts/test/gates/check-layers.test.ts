import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations } from '../../gates/check-layers.mjs'

const root = join(import.meta.dirname, '../../..')
let copy = ''

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'latchkey-layers-'))
  const isSource = (path: string) => !/node_modules|\/dist$|\/test$/.test(path.slice(root.length))
  cpSync(join(root, 'packages'), join(copy, 'packages'), { recursive: true, filter: isSource })
})

afterAll(() => rmSync(copy, { recursive: true }))

/** The findings with one more file in the sources. */
function planted(path: string, content: string) {
  const file = join(copy, 'packages', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  const violations = findViolations(copy)
  rmSync(file)
  return violations
}

describe('the layers', () => {
  test('the project keeps them', () => {
    expect(findViolations(root)).toEqual([])
  })

  test.each([
    [
      'testing imports core',
      'testing/src/planted.ts',
      "import { PasskeyError } from '@latchkey/core'",
      'testing may not import core',
    ],
    [
      'an adapter imports core, if only a type',
      'adapters/memory/src/planted.ts',
      "import type { Session } from '@latchkey/core'",
      'memory may not import core',
    ],
    [
      'the browser imports the server',
      'browser/src/planted.ts',
      "export { createPasskeyHandler } from '@latchkey/http'",
      'browser may not import http',
    ],
    [
      'core imports values of storage',
      'core/src/api/enroll/planted.ts',
      "import { something } from '@latchkey/storage'",
      'only types of storage',
    ],
    [
      'a dynamic import',
      'browser/src/planted.ts',
      "export const load = () => import('@latchkey/core')",
      'browser may not import core',
    ],
    ['an undeclared library', 'core/src/planted.ts', "import 'kysely'", 'not among the dependencies'],
    ['Node where there is none', 'wire/src/planted.ts', "import { Buffer } from 'node:buffer'", 'there is no Node'],
    ['a file of another package', 'http/src/planted.ts', "import '../../core/src/errors.js'", 'leaves the package'],
    [
      'core upwards',
      'core/src/webauthn/parse/planted.ts',
      "import { checkOrigin } from '../verify/check-origin.js'",
      'webauthn/parse may not import webauthn/verify',
    ],
    [
      'a runtime that core has chosen itself',
      'core/src/ceremony/planted.ts',
      "import { platform } from '../platform/node.js'",
      'import #platform',
    ],
    [
      'a transport that core has chosen itself',
      'core/src/webhook/planted.ts',
      "import { postWebhook } from '../platform/node-webhooks/post-webhook.js'",
      'import #webhook-transport',
    ],
    [
      'Node beside the platform',
      'core/src/webhook/planted.ts',
      "import type { Socket } from 'node:net'",
      'there is no Node',
    ],
    [
      'siblings of the API',
      'core/src/api/manage/planted.ts',
      "import { beginSignIn } from '../sign-in/begin-sign-in.js'",
      'api/manage may not import api/sign-in',
    ],
    [
      'a folder without a place',
      'core/src/helpers/planted.ts',
      "import { PasskeyError } from '../errors.js'",
      'has no place',
    ],
  ])('%s: found', (_, path, content, problem) => {
    const violations = planted(path, content)
    expect(violations).toHaveLength(1)
    expect(violations[0]).toContain(`packages/${path}`)
    expect(violations[0]).toContain(problem)
  })
})
