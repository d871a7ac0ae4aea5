import { memoryStorage } from '@latchkey/memory'
import { expect, test } from 'vitest'
import { documentedRefusals, runDocumented } from '../../../../test-support/documented-refusals.js'

/** `passkeys.add` and every other path of a verb. */
function pathsOf(api: object, above = ''): string[] {
  return Object.entries(api).flatMap(([name, member]) =>
    typeof member === 'function' ? [above + name] : pathsOf(member, `${above}${name}.`),
  )
}

test('the docstring of every verb lists what it refuses with', () => {
  const verbs = pathsOf(memoryStorage())
  const withoutInput = ['inspection.relyingParties', 'inspection.server']
  expect(verbs.filter((path) => !documentedRefusals.get(path)?.has('RangeError'))).toEqual(withoutInput)
  expect([...documentedRefusals.keys()].filter((path) => !verbs.includes(path))).toEqual([
    'schema.status',
    'schema.migrate',
    'schema.sql',
  ])
})

test('a refusal of a class that the docstring does not list fails the case that sees it', async () => {
  const rates = { ...memoryStorage().rates, read: () => Promise.reject(new TypeError('no')) }
  const run = runDocumented(
    async (make) => {
      await (await make()).rates.read('key', 0).catch(() => {})
    },
    () => ({ ...memoryStorage(), rates }),
  )
  await expect(run).rejects.toThrow('rates.read threw TypeError, which its docstring does not list')
})
