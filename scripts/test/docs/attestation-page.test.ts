import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { certifiedFormats } from '../../../packages/core/src/webauthn/attestation/trust-rules.js'
import { attestationCodes } from '../../../packages/core/src/webauthn/verify/check-attestation.js'

const page = readFileSync(fileURLToPath(new URL('../../../docs/attestation.md', import.meta.url)), 'utf8')

/** The first cells of the table below a heading. */
function rowsBelow(heading: string): readonly string[] {
  const section = page.slice(page.indexOf(`## ${heading}`)).split(/\n## /, 2)[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '')
}

describe('docs/attestation.md', () => {
  test('has a row for each code that an attestation can be refused with, and no other', () => {
    expect(rowsBelow('The codes').toSorted()).toEqual([...attestationCodes].toSorted())
  })

  test('has a row for each format', () => {
    expect(rowsBelow('The formats').toSorted()).toEqual([...certifiedFormats, 'compound'].toSorted())
  })
})
