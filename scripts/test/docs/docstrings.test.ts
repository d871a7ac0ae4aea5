import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { readDoors } from '../../docs/reference/read-doors.js'
import { undocumented, withoutDefault } from '../../docs/reference/undocumented.js'

const root = join(import.meta.dirname, '../../..')

const doors = readDoors(root)

/** A file with one interface of this name and these lines. */
function doorWith(name: string, lines: string) {
  const source = ts.createSourceFile('door.ts', `/** One. */\nexport interface ${name} {\n${lines}\n}`, 99, true)
  return { door: 'door', names: [{ name, declarations: source.statements.filter(ts.isInterfaceDeclaration) }] }
}

/** What is undocumented in it. */
function undocumentedIn(name: string, lines: string): readonly string[] {
  return undocumented(doorWith(name, lines))
}

describe('docstrings', () => {
  test('every public name has one, and every member that an app calls or fills in', () => {
    expect(doors.flatMap(undocumented)).toEqual([])
  })

  test('a method without one is found, in a group as well', () => {
    expect(undocumentedIn('Api', 'list(): void')).toEqual(['door: Api.list'])
    expect(undocumentedIn('Api', 'readonly list: () => void')).toEqual(['door: Api.list'])
    expect(undocumentedIn('Api', 'readonly manage: { list(): void }')).toEqual(['door: Api.manage.list'])
    expect(undocumentedIn('Api', '/** Two. */\nlist(): void\nreadonly id: string')).toEqual([])
  })

  test('an option without one is found', () => {
    expect(undocumentedIn('ApiOptions', 'readonly id?: string')).toEqual(['door: ApiOptions.id'])
  })

  test('every option, and every member of an input that may be left out, says its default', () => {
    expect(doors.flatMap(withoutDefault)).toEqual([])
  })

  test('an option without a default is found, in a group as well', () => {
    const withoutDefaultIn = (name: string, lines: string) => withoutDefault(doorWith(name, lines))
    expect(withoutDefaultIn('ApiOptions', '/** Two. */\nreadonly id?: string')).toEqual(['door: ApiOptions.id'])
    expect(withoutDefaultIn('ListInput', '/** Two. Default: none. */\nreadonly id?: string')).toEqual([
      'door: ListInput.id',
    ])
    expect(withoutDefaultIn('Host', '/** Two. */\nfind?(): void')).toEqual(['door: Host.find'])
    expect(withoutDefaultIn('ApiConfig', '/** Two. */\nreadonly a: { readonly id?: string }')).toEqual([
      'door: ApiConfig.a.id',
    ])
    expect(withoutDefaultIn('ApiOptions', '/** @default none */\nreadonly id?: string')).toEqual([])
    expect(withoutDefaultIn('ApiOptions', '/** Two. */\nreadonly id: string')).toEqual([])
    expect(withoutDefaultIn('Api', '/** Two. */\nreadonly id?: string')).toEqual([])
  })
})
