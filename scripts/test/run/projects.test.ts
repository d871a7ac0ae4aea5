import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import projects from '../../../vitest.workspace.js'

test('npm test names every project but the gates', () => {
  const script = readFileSync(new URL('../../run/test.mjs', import.meta.url), 'utf8')
  const lists = [...script.matchAll(/^const in(?:Node|Browser) = \[(.*)\]$/gm)].map(([, list]) => list).join()
  const named = [...lists.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)
  const names = projects.map((project) => Object(project).test.name)
  expect(['gates', ...named].sort()).toEqual(names.sort())
})
