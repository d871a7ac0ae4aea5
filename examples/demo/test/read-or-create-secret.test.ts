import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readOrCreateSecret } from '../src/read-or-create-secret.js'

let folder = ''
const secret = () => join(folder, 'secret')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldnotes-secret-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the secret of the demo', () => {
  test('is created once, and only its owner can read it', () => {
    expect(String(readOrCreateSecret(secret(), 'first'))).toBe('first')
    expect(String(readOrCreateSecret(secret(), 'second'))).toBe('first')
    expect(statSync(secret()).mode & 0o777).toBe(0o600)
  })

  test.each([0o644, 0o640, 0o660, 0o602])('is refused with mode %o, and is not changed', (mode) => {
    writeFileSync(secret(), 'theirs')
    chmodSync(secret(), mode)
    expect(() => readOrCreateSecret(secret(), 'ours')).toThrow(`Other users can read ${secret()}.`)
    expect(readFileSync(secret(), 'utf8')).toBe('theirs')
  })

  test('is not read through a link', () => {
    const other = join(folder, 'other')
    writeFileSync(other, 'theirs', { mode: 0o600 })
    symlinkSync(other, secret())
    expect(() => readOrCreateSecret(secret(), 'ours')).toThrow(/ELOOP/)
  })
})
