import { describe, expect, test } from 'vitest'
import { compareWords, findWords, folderOf } from '../../gates/check-words.mjs'

describe('the words that are not used', () => {
  test.each(['complaintAbout', 'Whoever', 'is told', 'is\ntold', 'for good', 'organisations', 'comes into being'])(
    '%j is found, with its line',
    (words) => {
      expect(findWords('docs/page.md', `one\n${words}\n`)).toEqual([expect.stringMatching(/^docs\/page\.md:2: /)])
    },
  )

  test.each(['relaxer', 'forgood', 'this tells', 'organization', 'is stored'])('%j is not', (words) => {
    expect(findWords('docs/page.md', words)).toEqual([])
  })

  test('a changeset may name what it replaces, as code', () => {
    expect(findWords('.changeset/a.md', 'It replaces `complaints`.')).toEqual([])
    expect(findWords('.changeset/a.md', 'It replaces complaints.')).toHaveLength(1)
  })

  test.each([
    ['packages/core/src/api/sign-in/begin.ts', 'packages/core/src'],
    ['packages/adapters/kysely/test/child.ts', 'packages/adapters/kysely/test'],
    ['packages/cli/README.md', 'packages/cli'],
    ['examples/demo/src/app.ts', 'examples/demo/src'],
    ['docs/policy.md', 'docs'],
    ['README.md', '.'],
  ])('%s belongs to %s', (path, folder) => {
    expect(folderOf(path)).toBe(folder)
  })

  test('one use more than the baseline is a problem, one less makes the baseline smaller', () => {
    const uses = ['docs/a.md:1: warden', 'docs/a.md:2: warden', 'fuzz/a.ts:1: nobody']
    expect(compareWords(uses, { docs: 3, fuzz: 1 })).toEqual({ problems: [], smaller: { docs: 2, fuzz: 1 } })
    const { problems } = compareWords(uses, { docs: 2 })
    expect(problems).toEqual(['fuzz/a.ts:1: nobody', expect.stringMatching(/^fuzz: 1 uses, and 0 are allowed/)])
  })

  test('a baseline does not grow when it is written', () => {
    expect(compareWords(['docs/a.md:1: warden'], { docs: 0 }).smaller).toEqual({ docs: 0 })
  })
})
