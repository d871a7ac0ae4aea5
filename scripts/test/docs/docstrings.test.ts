import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { readDoors } from '../../docs/reference/read-doors.js'
import { undocumented } from '../../docs/reference/undocumented.js'

const root = join(import.meta.dirname, '../../..')

/** What is undocumented in a file with one interface of this name and these lines. */
function undocumentedIn(name: string, lines: string): readonly string[] {
  const source = ts.createSourceFile('door.ts', `/** One. */\nexport interface ${name} {\n${lines}\n}`, 99, true)
  return undocumented({
    door: 'door',
    names: [{ name, declarations: source.statements.filter(ts.isInterfaceDeclaration) }],
  })
}

describe('docstrings', () => {
  test('every public name has one, and every member that an app calls or fills in', () => {
    expect(readDoors(root).flatMap(undocumented)).toEqual([])
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
})
