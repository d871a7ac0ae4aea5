import { describe, expect, test } from 'vitest'
import { parseAttestationObject, parseCompoundStatement } from '../../../src/webauthn/parse/attestation-object.js'
import type { CborValue } from '../../../src/webauthn/parse/cbor.js'

const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const [fmt, attStmt, authData] = ['63 666d74', '67 61747453746d74', '68 6175746844617461']
const [none, compound] = ['64 6e6f6e65', '68 636f6d706f756e64']
const refused = expect.objectContaining({ code: 'malformed_attestation_object' })
const object = (format: string, statement: string, data = '41 07') =>
  bytes(`a3 ${fmt} ${format} ${attStmt} ${statement} ${authData} ${data}`)
/** So many arrays inside one another, the outermost among them. */
const nested = (depth: number) => `${'81'.repeat(depth - 1)}80`

describe('an attestation object', () => {
  test('is read, whatever the order of its members', () => {
    const read = { format: 'none', statement: new Map(), authenticatorData: Uint8Array.of(7) }
    expect(parseAttestationObject(object(none, 'a0'))).toEqual(read)
    expect(parseAttestationObject(bytes(`a3 ${authData} 41 07 ${attStmt} a0 ${fmt} ${none}`))).toEqual(read)
  })

  test.each([
    ['no format', bytes(`a2 ${attStmt} a0 ${authData} 41 07`)],
    ['no statement', bytes(`a2 ${fmt} ${none} ${authData} 41 07`)],
    ['no authenticator data', bytes(`a2 ${fmt} ${none} ${attStmt} a0`)],
    ['a format that is a number', object('00', 'a0')],
    ['a format that is bytes', object('44 6e6f6e65', 'a0')],
    ['a statement that is a list', object(none, '80')],
    ['a statement that is bytes', object(none, '40')],
    ['authenticator data that is text', object(none, 'a0', '61 61')],
    ['a compound statement that is a map', object(compound, 'a0')],
    ['a compound statement that is bytes', object(compound, '40')],
    ['a member twice', bytes(`a4 ${fmt} ${none} ${attStmt} a0 ${authData} 41 07 ${fmt} ${none}`)],
  ])('%s: malformed_attestation_object', (_, it) => {
    expect(() => parseAttestationObject(it)).toThrow(refused)
  })

  test('is four deep at most, and eight where it is compound', () => {
    expect(parseAttestationObject(object(none, `a1 00 ${nested(2)}`)).format).toBe('none')
    expect(() => parseAttestationObject(object(none, `a1 00 ${nested(3)}`))).toThrow(refused)
    expect(parseAttestationObject(object(compound, nested(7))).format).toBe('compound')
    expect(() => parseAttestationObject(object(compound, nested(8)))).toThrow(refused)
  })
})

describe('a compound statement', () => {
  const packed = new Map<string, CborValue>([
    ['fmt', 'packed'],
    ['attStmt', new Map([['alg', -7]])],
  ])
  const malformed = expect.objectContaining({ code: 'attestation_statement_malformed' })

  test('of two or more is read', () => {
    const read = { format: 'packed', statement: new Map([['alg', -7]]) }
    const none = new Map<string, CborValue>([...packed, ['fmt', 'none']])
    const tpm = new Map<string, CborValue>([...packed, ['fmt', 'tpm']])
    expect(parseCompoundStatement([packed, none])).toEqual([read, { ...read, format: 'none' }])
    expect(parseCompoundStatement([packed, none, tpm])).toHaveLength(3)
  })

  test.each([
    ['none', []],
    ['one', [packed]],
    ['one that is no map', [packed, 'packed']],
    ['one that is null', [packed, null]],
    ['one of a format that is a number', [packed, new Map<string, CborValue>([...packed, ['fmt', 1]])]],
    ['one that is compound', [packed, new Map<string, CborValue>([...packed, ['fmt', 'compound']])]],
    ['one whose statement is a list', [packed, new Map<string, CborValue>([...packed, ['attStmt', []]])]],
    ['one without a statement', [packed, new Map([['fmt', 'none']])]],
  ])('of %s: attestation_statement_malformed', (_, statements) => {
    expect(() => parseCompoundStatement(statements)).toThrow(malformed)
  })
})
