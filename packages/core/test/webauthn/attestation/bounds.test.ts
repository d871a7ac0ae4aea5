import {
  type CertificateContent,
  certificateExtensions,
  createAttestationAuthority,
  type RegistrationTamper,
  type StatementTamper,
} from '@latchkey/testing'
import { RSAPublicKey } from '@peculiar/asn1-rsa'
import { AsnConvert } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier, SubjectPublicKeyInfo } from '@peculiar/asn1-x509'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { platform } from '#platform'
import { isModestDer } from '../../../src/webauthn/attestation/certificates/is-modest-der.js'
import { attested, authority, outcomeOf } from './attested.js'

const malformed = 'attestation_statement_malformed'
const invalid = 'attestation_certificate_invalid'

const statementOf = (fmt: string, members: Readonly<Record<string, unknown>> = {}) =>
  new Map<string, unknown>([
    ['fmt', fmt],
    ['attStmt', new Map(Object.entries(members))],
  ])

/** A compound statement with other statements in it. */
const compoundOf = (change: (honest: readonly unknown[]) => readonly unknown[]): RegistrationTamper => ({
  attestation: (it) => ({ ...it, attStmt: change(it.attStmt as readonly unknown[]) }) as typeof it,
})

/** A public key as a certificate names it; no private key belongs to it. Runtimes refuse to make those that are too large. */
function rsaKey(modulusBits: number, exponent: Uint8Array<ArrayBuffer>): Uint8Array {
  const modulus = new Uint8Array(Math.ceil(modulusBits / 8) + 1).fill(0xff)
  modulus.set([0, 0xff >> ((modulus.length - 1) * 8 - modulusBits)])
  const key = new RSAPublicKey({ modulus: modulus.buffer, publicExponent: Uint8Array.of(0, ...exponent).buffer })
  const algorithm = new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.1', parameters: null })
  const subjectPublicKey = AsnConvert.serialize(key)
  return new Uint8Array(AsnConvert.serialize(new SubjectPublicKeyInfo({ algorithm, subjectPublicKey })))
}

const leafOf = (change: Partial<CertificateContent>): RegistrationTamper => ({
  statement: { leaf: (honest) => ({ ...honest, ...change }) },
})

/** How often the platform is asked to do what is expensive. */
function countWork() {
  const spies = [vi.spyOn(platform, 'importKey'), vi.spyOn(platform, 'verify'), vi.spyOn(platform, 'verifyOnce')]
  return () => spies.map(({ mock }) => mock.calls.length)
}

afterEach(() => vi.restoreAllMocks())

describe('a compound statement', () => {
  test.each<[string, (honest: readonly unknown[]) => readonly unknown[]]>([
    ['a format twice', (it) => [...it, it[0]]],
    ['two that are self', (it) => [statementOf('packed', { alg: -7 }), statementOf('packed', { alg: -7 }), ...it]],
    [
      'six of six formats',
      (it) => [...it, ...['none', 'apple', 'fido-u2f', 'android-key'].map((format) => statementOf(format))],
    ],
    ['seven certificates in all', (it) => [...it, statementOf('apple', { x5c: [1, 2, 3] })]],
  ])('with %s: attestation_statement_malformed, before any signature is checked', async (_, change) => {
    const work = countWork()
    expect(await outcomeOf(attested('compound', compoundOf(change)))).toBe(malformed)
    expect(work()).toEqual([0, 0, 0])
  })

  test('with five of five formats is judged', async () => {
    const five = compoundOf((it) => [...it, ...['none', 'apple', 'fido-u2f'].map((format) => statementOf(format))])
    const work = countWork()
    expect(await outcomeOf(attested('compound', five))).toBe(malformed)
    expect(work()).not.toEqual([0, 0, 0])
  })

  test('that was not asked for is not checked at all, whatever is in it', async () => {
    const self = statementOf('packed', { alg: -7, sig: new Uint8Array(70) })
    const fifty = compoundOf(() => Array.from({ length: 50 }, () => self))
    const work = countWork()
    const { attestation } = await attested('compound', fifty, {}, { attestation: 'none' })
    expect(attestation).toEqual({ format: 'compound', type: 'unjudged', trusted: false })
    expect(work()).toEqual([0, 0, 0])
  })
})

describe('certificates', () => {
  const inChain = (chain: NonNullable<StatementTamper['chain']>): RegistrationTamper => ({ statement: { chain } })

  test('six in a chain: attestation_statement_malformed', async () => {
    const others = Array.from({ length: 4 }, () => createAttestationAuthority().root)
    expect(
      await outcomeOf(
        attested(
          'packed',
          inChain((it) => [...it, ...others]),
        ),
      ),
    ).toBe(malformed)
    expect(
      await outcomeOf(
        attested(
          'packed',
          inChain((it) => [...it, ...others.slice(1)]),
        ),
      ),
    ).toBe('attestation_chain_untrusted')
  })

  test('a duplicate: attestation_statement_malformed', async () => {
    expect(
      await outcomeOf(
        attested(
          'packed',
          inChain((it) => [...it, ...it.slice(1)]),
        ),
      ),
    ).toBe(malformed)
    expect(
      await outcomeOf(
        attested(
          'packed',
          inChain((it) => [...it, authority.root, authority.root]),
        ),
      ),
    ).toBe(malformed)
  })

  test.each<[string, number, Uint8Array<ArrayBuffer>, string]>([
    ['8192 bits and an exponent of 32', 8192, new Uint8Array([255, 255, 255, 255]), 'attestation_signature_invalid'],
    ['8193 bits', 8193, new Uint8Array([1, 0, 1]), invalid],
    ['an exponent of 33 bits', 2048, new Uint8Array([1, 0, 0, 0, 1]), invalid],
    ['an exponent of 3040 bits', 3072, new Uint8Array(380).fill(255), invalid],
  ])('with an RSA key of %s', async (_, bits, exponent, code) => {
    const tamper = leafOf({ subjectPublicKeyInfo: rsaKey(bits, exponent) })
    const options = { attestationAlgorithm: -257 }
    expect(await outcomeOf(attested('packed', tamper, options))).toBe(code)
  })

  test('of a thousand parts are not read', async () => {
    const value = new Uint8Array(1)
    const extensions = Array.from({ length: 1000 }, (_, at) => ({ id: `1.2.${at}`, critical: false, value }))
    expect(await outcomeOf(attested('packed', leafOf({ extensions })))).toBe(invalid)
    const subject = Array.from({ length: 300 }, (): [string, string] => ['2.5.4.3', 'x'])
    expect(await outcomeOf(attested('packed', leafOf({ subject })))).toBe(invalid)
  })

  test('with an extension of a thousand parts are not read', async () => {
    const many = new Uint8Array([0x30, 0x82, 0x07, 0xd0, ...Array.from({ length: 1000 }, () => [5, 0]).flat()])
    const usage = { id: '2.5.29.37', critical: false, value: many }
    const tamper: StatementTamper = {
      leaf: (it) => ({ ...it, extensions: [usage, ...it.extensions.filter(({ id }) => id !== usage.id)] }),
    }
    expect(await outcomeOf(attested('tpm', { statement: tamper }))).toBe(invalid)
  })

  test('that lead nowhere cost the signature of the statement, and none of their own', async () => {
    const work = countWork()
    const { attestation } = await attested('packed', {}, {}, { trustAnchors: [], trust: 'optional' })
    expect(attestation.trusted).toBe(false)
    expect(work()).toEqual([0, 0, 1])
  })

  test('whose names do not follow each other cost none either', async () => {
    const extensions = [certificateExtensions.basicConstraints(true)]
    const stranger: StatementTamper = {
      intermediate: (it) => ({ ...it, subject: [['2.5.4.3', 'stranger']], extensions }),
    }
    const work = countWork()
    expect(await outcomeOf(attested('packed', { statement: stranger }))).toBe('attestation_chain_untrusted')
    expect(work()).toEqual([0, 0, 1])
  })
})

describe('DER of a modest size', () => {
  const sequence = (...contents: readonly (readonly number[])[]) => {
    const content = contents.flat()
    return [0x30, 0x82, content.length >> 8, content.length & 255, ...content]
  }
  const nulls = (count: number) => Array.from({ length: count }, () => [5, 0])
  const nested = (depth: number): number[] => (depth === 0 ? [5, 0] : sequence(nested(depth - 1)))

  test.each<[string, readonly number[], boolean]>([
    ['nothing', [], false],
    ['one value', [5, 0], true],
    ['a value with bytes behind it', [5, 0, 0], false],
    ['two values', [5, 0, 5, 0], false],
    ['a value cut short', [4, 2, 0], false],
    ['a length cut short', [0x30, 0x82, 1], false],
    ['a tag alone', [0x30], false],
    ['a length of no end', [0x30, 0x80, 0, 0], false],
    ['a length of four bytes', [0x30, 0x84, 0, 0, 0, 0], false],
    ['an element that is longer than what it is in', [0x30, 2, 4, 1], false],
    ['a tag of two bytes', [0x30, 5, 0xbf, 0x1f, 2, 5, 0], true],
    ['a tag of three bytes', [0x30, 6, 0xbf, 0x84, 0x58, 2, 5, 0], true],
    ['a tag that never ends', [0x1f, 0x81, 0x81], false],
    ['160 elements', sequence(...nulls(159)), true],
    ['161 elements', sequence(...nulls(160)), false],
    ['16 levels', nested(15), true],
    ['17 levels', nested(16), false],
  ])('%s: %#', (_, bytes, isModest) => {
    expect(isModestDer(new Uint8Array(bytes))).toBe(isModest)
  })
})
