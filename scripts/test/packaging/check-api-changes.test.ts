import { describe, expect, test } from 'vitest'
import { findUnannounced } from '../../packaging/check-api-changes.mjs'

const page = (signature: string, prose = 'What it does.') =>
  `### begin\n\n\`\`\`typescript\n${signature}\n\`\`\`\n\n${prose}\n`
const before = [page('function begin(): void')]
const changed = { name: '@latchkey/core', before, now: [page('function begin(input: string): void')] }
const changeset = (name: string) => `---\n'${name}': minor\n---\n\nWhat readers of the changelog learn.\n`

describe('what a package exports has changed', () => {
  test('without a changeset: found', () => {
    expect(findUnannounced([changed], [])).toEqual([expect.stringContaining('@latchkey/core')])
  })

  test('with a changeset that names it: nothing to find', () => {
    expect(findUnannounced([changed], [changeset('@latchkey/core')])).toEqual([])
  })

  test('with a changeset that names another package: found', () => {
    expect(findUnannounced([changed], [changeset('@latchkey/http')])).toHaveLength(1)
  })

  test('only the words about it: nothing to find', () => {
    const now = [page('function begin(): void', 'Other words.')]
    expect(findUnannounced([{ ...changed, now }], [])).toEqual([])
  })

  test('a page that is new or gone: found', () => {
    expect(findUnannounced([{ ...changed, before: [] }], [])).toHaveLength(1)
    expect(findUnannounced([{ ...changed, now: [] }], [])).toHaveLength(1)
  })
})
