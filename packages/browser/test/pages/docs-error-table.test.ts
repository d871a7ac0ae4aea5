import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type BrowserErrorCode, PasskeyClientError } from '../../src/index.js'

/** Every code that the page itself finds out: a code without a line here does not compile. */
const codes = {
  cancelled: true,
  timed_out: true,
  already_registered: true,
  not_supported: true,
  insecure_context: true,
  wrong_domain: true,
  blocked_by_frame: true,
  user_gesture_required: true,
  page_not_focused: true,
  busy: true,
  aborted: true,
  network: true,
  failed: true,
} as const satisfies Readonly<Record<BrowserErrorCode, true>>

const docs = readFileSync(join(import.meta.dirname, '../../../../docs/browser.md'), 'utf8')

test('docs/browser.md lists every code of the page with the message that a person sees', () => {
  const rows = [...docs.matchAll(/^\| `([a-z_]+)` \| ([^|]+) \|/gm)].map(([, code, message]) => ({ code, message }))
  const expected = (Object.keys(codes) as BrowserErrorCode[]).map((code) => {
    const { message } = new PasskeyClientError(code)
    return { code, message }
  })
  expect(rows).toEqual(expected)
})
