import type { ExpectedRegistration } from '@latchkey/core/webauthn'
import { createAttestationAuthority } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { attestationCodes } from '../../../src/webauthn/verify/check-attestation.js'
import { attested, authority, certifiedKinds, outcomeOf } from '../attestation/attested.js'

const verdictOf = async (...input: Parameters<typeof attested>) => (await attested(...input)).attestation
const statement = (fmt: string, ...members: readonly (readonly [name: string, value: unknown])[]) => ({
  attestation: (it: object) => ({ ...it, fmt, attStmt: new Map<string, unknown>(members) }) as never,
})
const asked = (expected: Partial<ExpectedRegistration>, kind: Parameters<typeof attested>[0]) =>
  outcomeOf(attested(kind, {}, {}, expected))
const everything = { attestationFormats: undefined } as unknown as Partial<ExpectedRegistration>

describe('what a statement proves', () => {
  test.each(certifiedKinds)('%s with certificates that lead to an anchor: certified and trusted', async (kind) => {
    expect(await verdictOf(kind)).toEqual({ format: kind, type: 'certified', trusted: true })
  })

  test.each(certifiedKinds)('%s that was not requested: unjudged', async (kind) => {
    const unasked = { attestation: 'none' } as const
    expect(await verdictOf(kind, {}, {}, unasked)).toEqual({ format: kind, type: 'unjudged', trusted: false })
  })

  test.each(['none', 'self'] as const)('%s proves as much as it says, whatever was asked', async (kind) => {
    const format = kind === 'self' ? 'packed' : 'none'
    for (const attestation of ['none', 'direct'] as const) {
      const verdict = await verdictOf(kind, {}, {}, { attestation })
      expect(verdict).toEqual({ format, type: kind, trusted: false })
      expect(Object.isFrozen(verdict)).toBe(true)
    }
  })

  test('where trust is required, only what is trusted is taken', async () => {
    const required = { trust: 'required' } as const
    expect(await asked(required, 'packed')).toBe('accepted')
    for (const kind of ['none', 'self'] as const) {
      expect(await asked(required, kind)).toBe('attestation_type_not_allowed')
    }
    expect(await asked({ ...required, attestation: 'none' }, 'packed')).toBe('attestation_type_not_allowed')
  })
})

describe('certificates are trusted', () => {
  const stranger = createAttestationAuthority()
  const verdict = (expected: Partial<ExpectedRegistration>) => verdictOf('packed', {}, {}, expected)

  test('where they lead to an anchor, one of a list or one that a function answers', async () => {
    expect(await verdict({ trustAnchors: [stranger.root, authority.root] })).toHaveProperty('trusted', true)
    expect(await verdict({ trustAnchors: () => [authority.root] })).toHaveProperty('trusted', true)
    const nowhere = { trustAnchors: () => [stranger.root] }
    expect(await asked(nowhere, 'packed')).toBe('attestation_chain_untrusted')
    expect(await verdict({ ...nowhere, trust: 'optional' })).toHaveProperty('trusted', false)
    expect(await asked({ ...nowhere, trust: 'if-certified' }, 'packed')).toBe('attestation_chain_untrusted')
  })

  test('at the time that is named', async () => {
    for (const now of [0, Date.UTC(2000, 0), Date.UTC(2100, 0)]) {
      expect(await asked({ now }, 'packed')).toBe('attestation_certificate_expired')
    }
  })
})

describe('the formats that are taken', () => {
  test.each(certifiedKinds)('%s, unless it is left out of those that are named', async (kind) => {
    expect(await asked({ attestationFormats: [kind] }, kind)).toBe('accepted')
    expect(await asked({ attestationFormats: ['none'] }, kind)).toBe('attestation_format_unsupported')
    expect(await asked({ attestationFormats: [] }, kind)).toBe('attestation_format_unsupported')
  })

  test('all but SafetyNet, where none are named and something was asked for', async () => {
    for (const kind of certifiedKinds) {
      const outcome = kind === 'android-safetynet' ? 'attestation_format_unsupported' : 'accepted'
      expect(await asked(everything, kind), kind).toBe(outcome)
      expect(await asked({ ...everything, attestation: 'none' }, kind), kind).toBe('accepted')
    }
  })

  test.each(['', 'None', 'packed ', 'toString', 'u2f'])('never %j, not even where it is named', async (format) => {
    for (const attestationFormats of [[format], undefined as never]) {
      const attempt = attested('none', statement(format), {}, { attestationFormats })
      expect(await outcomeOf(attempt)).toBe('attestation_format_unsupported')
    }
  })
})

describe('a packed statement without certificates', () => {
  const sig = new Uint8Array(70).fill(1)

  test.each<[rule: string, members: readonly (readonly [string, unknown])[], code: string]>([
    ['nothing in it', [], 'attestation_statement_malformed'],
    ['no algorithm', [['sig', sig]], 'attestation_statement_malformed'],
    [
      'an algorithm that is a text',
      [
        ['alg', '-7'],
        ['sig', sig],
      ],
      'attestation_statement_malformed',
    ],
    ['no signature', [['alg', -7]], 'attestation_statement_malformed'],
    [
      'a signature that is a text',
      [
        ['alg', -7],
        ['sig', 'x'],
      ],
      'attestation_statement_malformed',
    ],
    [
      'a signature of no bytes',
      [
        ['alg', -7],
        ['sig', new Uint8Array(0)],
      ],
      'attestation_statement_malformed',
    ],
    [
      'ECDAA',
      [
        ['alg', -7],
        ['sig', sig],
        ['ecdaaKeyId', sig],
      ],
      'attestation_statement_malformed',
    ],
    [
      'another algorithm',
      [
        ['alg', -8],
        ['sig', sig],
      ],
      'attestation_alg_mismatch',
    ],
    [
      'a signature of one byte',
      [
        ['alg', -7],
        ['sig', Uint8Array.of(1)],
      ],
      'attestation_signature_invalid',
    ],
    [
      'a signature that does not hold',
      [
        ['alg', -7],
        ['sig', sig],
      ],
      'attestation_signature_invalid',
    ],
  ])('%s', async (_, members, code) => {
    for (const attestation of ['none', 'direct'] as const) {
      expect(await outcomeOf(attested('none', statement('packed', ...members), {}, { attestation }))).toBe(code)
    }
  })

  test('and none at all that says something', async () => {
    const said = statement('none', ['sig', sig])
    expect(await outcomeOf(attested('none', said))).toBe('attestation_statement_malformed')
  })
})

describe('a compound statement', () => {
  test('is trusted, where every one in it is', async () => {
    expect(await verdictOf('compound')).toEqual({ format: 'compound', type: 'certified', trusted: true })
    expect(await verdictOf('compound', {}, {}, { attestation: 'none' })).toMatchObject({
      type: 'unjudged',
      trusted: false,
    })
  })

  test('proves what the least of them does', async () => {
    const none = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
    ])
    const beside = (place: 0 | 1) => ({
      attestation: (it: { readonly attStmt: unknown }) => {
        const [packed] = it.attStmt as readonly unknown[]
        return { ...it, attStmt: place === 0 ? [none, packed] : [packed, none] } as never
      },
    })
    for (const place of [0, 1] as const) {
      expect(await verdictOf('compound', beside(place))).toEqual({ format: 'compound', type: 'none', trusted: false })
    }
  })

  test('of formats of which one is not taken is not taken', async () => {
    const only = (...attestationFormats: string[]) => asked({ attestationFormats }, 'compound')
    expect(await only('compound')).toBe('attestation_format_unsupported')
  })

  test('that is a map: malformed_attestation_object', async () => {
    expect(await outcomeOf(attested('none', statement('compound')))).toBe('malformed_attestation_object')
  })
})

test('the codes about who made the authenticator are those of attestation, TPM and Android', () => {
  expect([...attestationCodes].every((code) => /^(attestation|tpm|android)_/.test(code))).toBe(true)
  expect(attestationCodes.size).toBe(17)
})
