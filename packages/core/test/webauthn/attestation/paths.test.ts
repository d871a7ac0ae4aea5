import { type ExpectedRegistration, verifyRegistration } from '@latchkey/core/webauthn'
import {
  type CertificateContent,
  certificateExtensions,
  createAttestationAuthority,
  createAuthenticator,
  type StatementTamper,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin } from '../verify/ceremony.js'
import { attested, authority, expectedAttested, outcomeOf } from './attested.js'

const { basicConstraints, keyUsage } = certificateExtensions
const now = expectedAttested.now ?? 0
const day = 86_400_000
const stranger = createAttestationAuthority()
/** The same names, other keys. */
const namesake = createAttestationAuthority()

/** What becomes of a packed statement whose certificates are these. */
const judged = (statement: StatementTamper, expected: Partial<ExpectedRegistration> = {}) =>
  outcomeOf(attested('packed', { statement }, {}, expected))

const between = (change: Partial<CertificateContent>): StatementTamper => ({
  intermediate: (honest) => ({ ...honest, ...change }),
})
const ofLeaf = (change: Partial<CertificateContent>): StatementTamper => ({ leaf: (it) => ({ ...it, ...change }) })
const unknownExtension = (critical: boolean): StatementTamper => ({
  leaf: (it) => ({ ...it, extensions: [...it.extensions, { id: '1.2.3.4', critical, value: new Uint8Array([5, 0]) }] }),
})

describe('a chain leads to an anchor', () => {
  test('that is the root, or the same as PEM', async () => {
    expect(await judged({})).toBe('accepted')
    expect(await judged({}, { trustAnchors: [authority.rootPem] })).toBe('accepted')
    expect(await judged({}, { trustAnchors: [stranger.root, authority.root] })).toBe('accepted')
  })

  test('that is an intermediate, or the very certificate that signed', async () => {
    for (const index of [0, 1]) {
      const seen: Uint8Array[] = []
      const keep: StatementTamper = {
        chain: (it) => {
          seen.push(...it)
          return it
        },
      }
      expect(await judged(keep, { trustAnchors: () => seen.slice(index, index + 1) })).toBe('accepted')
    }
  })

  test('that a function answers for the model', async () => {
    const asked: unknown[] = []
    const trustAnchors: ExpectedRegistration['trustAnchors'] = async (model) => {
      asked.push(model)
      return [authority.root]
    }
    expect(await judged({}, { trustAnchors })).toBe('accepted')
    expect(asked).toEqual([{ format: 'packed', aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503' }])
  })

  test('although the root is in x5c as well', async () => {
    expect(await judged({ chain: (it) => [...it, authority.root] })).toBe('accepted')
  })

  test('issued with other algorithms', async () => {
    for (const algorithm of [-35, -8, -257]) {
      const other = createAttestationAuthority({ algorithm })
      const attempt = attested('packed', {}, { authority: other }, { trustAnchors: [other.root] })
      expect(await outcomeOf(attempt)).toBe('accepted')
    }
  })

  test('whatever may be left aside', async () => {
    expect(await judged(unknownExtension(false))).toBe('accepted')
    expect(await judged(between({ extensions: [basicConstraints(true, 0)] }))).toBe('accepted')
    expect(await judged(ofLeaf({ extensions: [] }))).toBe('accepted')
  })
})

type Untrusted = readonly [rule: string, tamper: StatementTamper, expected?: Partial<ExpectedRegistration>]

describe('a chain that leads nowhere', () => {
  const untrusted: readonly Untrusted[] = [
    ['to an authority of the same name', {}, { trustAnchors: [namesake.root] }],
    ['to no anchor', {}, { trustAnchors: [] }],
    ['without the one in between', { chain: (it) => it.slice(0, 1) }],
    ['in another order', { chain: ([leaf, middle]) => [leaf, authority.root, middle] }],
    ['with a stranger at its end', { chain: (it) => [...it, stranger.root] }],
    ['through one that is no authority', between({ extensions: [basicConstraints(false), keyUsage('issues')] })],
    ['through one that does not say that it is', between({ extensions: [keyUsage('issues')] })],
    [
      'through one whose key signs no certificates',
      between({ extensions: [basicConstraints(true), keyUsage('signs')] }),
    ],
    ['issued by another than it says', ofLeaf({ issuer: [['2.5.4.3', 'another subject']] })],
    ['with an unknown critical extension', unknownExtension(true)],
    [
      'through one with an unknown critical extension',
      between({
        extensions: [basicConstraints(true), { id: '2.5.29.30', critical: true, value: new Uint8Array([0x30, 0]) }],
      }),
    ],
  ]

  const named = untrusted.map(([rule, tamper, expected = {}]) => ({ rule, tamper, expected }))
  test.each(named)('$rule', async ({ tamper, expected }) => {
    expect(await judged(tamper, expected)).toBe('attestation_chain_untrusted')
  })

  test('issued with SHA-1', async () => {
    const other = createAttestationAuthority({ algorithm: -65535 })
    const attempt = attested('packed', {}, { authority: other }, { trustAnchors: [other.root] })
    expect(await outcomeOf(attempt)).toBe('attestation_chain_untrusted')
  })

  test('longer than an authority allows', async () => {
    const short = createAttestationAuthority({ pathLength: 0 })
    const attempt = attested('packed', {}, { authority: short }, { trustAnchors: [short.root] })
    expect(await outcomeOf(attempt)).toBe('attestation_chain_untrusted')
  })

  test('basic constraints that cannot be read', async () => {
    const unreadable = [{ id: '2.5.29.19', critical: true, value: new Uint8Array([0x30, 1]) }]
    expect(await judged(ofLeaf({ extensions: unreadable }))).toBe('attestation_certificate_invalid')
    expect(await judged(between({ extensions: unreadable }))).toBe('attestation_certificate_invalid')
    const rules = { trust: 'optional' } as const
    expect(await judged(between({ extensions: unreadable }), rules)).toBe('accepted')
  })
})

test('without anchors no statement is trusted, and the chain must be valid anyway', async () => {
  const { trustAnchors, ...expected } = expectedAttested
  expect(trustAnchors).toBeDefined()
  const verdict = async (statement: StatementTamper) => {
    const options = { origin, attestation: 'packed', authority, algorithms: [-7] } as const
    const response = await createAuthenticator(options).create(creationOptions, { tamper: { statement } })
    return (await verifyRegistration({ response, expected })).attestation
  }
  expect(await verdict({})).toEqual({ format: 'packed', type: 'certified', trusted: false })
  const [late, cut] = [
    ofLeaf({ notAfter: now - day }),
    { chain: (it: readonly Uint8Array[]) => [...it, stranger.root] },
  ]
  expect(await outcomeOf(verdict(late))).toBe('attestation_certificate_expired')
  expect(await outcomeOf(verdict(cut))).toBe('attestation_chain_untrusted')
})

describe('time', () => {
  const times: readonly (readonly [rule: string, tamper: StatementTamper, code: string])[] = [
    ['the leaf on its last millisecond', ofLeaf({ notAfter: now }), 'accepted'],
    ['the leaf a day too late', ofLeaf({ notAfter: now - day }), 'attestation_certificate_expired'],
    ['the leaf a day too early', ofLeaf({ notBefore: now + day }), 'attestation_certificate_expired'],
    ['the one in between a day too late', between({ notAfter: now - day }), 'attestation_certificate_expired'],
  ]

  test.each(times)('%s', async (_, tamper, code) => {
    expect(await judged(tamper)).toBe(code)
  })

  test('an expired anchor vouches for no statement', async () => {
    expect(await judged({}, { now: Date.UTC(2050, 0, 1) })).toBe('attestation_certificate_expired')
  })

  test('what has run out is taken where trust is optional, and not trusted', async () => {
    const { attestation } = await attested(
      'packed',
      { statement: ofLeaf({ notAfter: now - day }) },
      {},
      { trust: 'optional' },
    )
    expect(attestation).toEqual({ format: 'packed', type: 'certified', trusted: false })
  })
})

describe('anchors', () => {
  test('what is no certificate is the developer’s mistake', async () => {
    for (const anchor of ['no PEM', new Uint8Array(3), authority.rootPem + authority.rootPem]) {
      await expect(judged({}, { trustAnchors: [anchor] })).rejects.toThrow(TypeError)
    }
  })
})
