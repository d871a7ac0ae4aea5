import { readFileSync } from 'node:fs'
import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const page = readFileSync(new URL('../../../docs/assurance.md', import.meta.url), 'utf8')
const section = page.split('## Every case')[1]?.split('\n## ')[0] ?? ''
const rows = section.split('\n').flatMap((line) => {
  const cells = line.split('|').map((cell) => cell.trim())
  return /^(yes|no)$/.test(cells[1] ?? '') ? [cells.slice(1, -1)] : []
})

const binding = 'the cookie of this browser'
const mfaRules = ['never', 'when-user-verified', 'when-attested'] as const
const said = (is: boolean) => (is ? 'yes' : 'no')

/** A storage whose passkeys were made with a trusted attestation. */
function vouchedFor(storage: PasskeyStorage): PasskeyStorage {
  const attestation = { format: 'packed', type: 'certified', trusted: true } as const
  const passkeys: PasskeyStorage['passkeys'] = {
    ...storage.passkeys,
    add: (passkey, together) => storage.passkeys.add({ ...passkey, attestation }, together),
  }
  return { ...storage, passkeys }
}

interface Case {
  readonly userVerified: boolean
  readonly synced: boolean
  readonly attested: boolean
  readonly satisfiesMfa: (typeof mfaRules)[number]
}

/** What a sign-in through the public verbs says of itself. */
async function signIn({ userVerified, synced, attested, satisfiesMfa }: Case) {
  const passkeys = createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example' },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: attested ? vouchedFor(memoryStorage()) : memoryStorage(),
    policy: { mode: 'optional', userVerification: { enroll: 'preferred', signIn: 'preferred' }, satisfiesMfa },
  })
  const authenticator = createAuthenticator({ origin: 'https://example.com', synced })
  const session = { userId: 'alice', authenticatedAt: Date.now(), methods: [] }
  const enroll = await passkeys.enroll.begin({ user: { id: 'alice', name: 'alice' }, session, binding })
  const created = await authenticator.create(enroll.options)
  await passkeys.enroll.finish({ ceremony: enroll.ceremony, response: created, session, binding })
  const { ceremony, options } = await passkeys.signIn.begin({ binding })
  const response = await authenticator.get(options, { userVerified })
  return (await passkeys.signIn.finish({ ceremony, response, binding })).assurance
}

test('docs/assurance.md has every case', () => {
  expect(new Set(rows.map((row) => row.slice(0, 3).join())).size).toBe(8)
})

describe.each(rows)('user verified %s, backup eligible %s, attested %s, as docs/assurance.md has it', (...row) => {
  const [userVerified, synced, attested] = row.slice(0, 3).map((cell) => cell === 'yes')

  test.each(mfaRules)('under %s', async (satisfiesMfa) => {
    const proven = await signIn({
      userVerified: userVerified === true,
      synced: synced === true,
      attested: attested === true,
      satisfiesMfa,
    })
    const amr = proven.amr.map((method) => `\`${method}\``).join(' ')
    expect([String(proven.factors), String(proven.aal), amr]).toEqual(row.slice(3, 6))
    expect(said(proven.satisfiesMfa)).toBe(row[6 + mfaRules.indexOf(satisfiesMfa)])
    expect([proven.deviceBound, proven.attested]).toEqual([!synced, attested])
  })
})
