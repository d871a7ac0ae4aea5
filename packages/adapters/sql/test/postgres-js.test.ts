import { postgresJs } from '@latchkey/sql'
import postgres from 'postgres'
import { describe, expect, test } from 'vitest'

// None of these connects.
const url = 'postgres://localhost/app'

describe('an instance of Postgres.js', () => {
  test.each([
    ['columns', { column: { from: (name: string) => name } }],
    ['names, as camel case', postgres.camel],
    ['values', { value: { from: (value: unknown) => value } }],
    ['rows', { row: { from: (row: unknown) => row } }],
  ])('whose transform changes %s is refused', (_, transform) => {
    const attempt = () => postgresJs(postgres(url, { transform }))
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow('pass one without it')
  })

  test('whose transform changes only what is written is taken', () => {
    expect(postgresJs(postgres(url, { transform: { undefined: null } })).dialect).toBe('postgres')
    expect(postgresJs(postgres(url)).dialect).toBe('postgres')
  })
})
