import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkReport } from '../../mutation/check-report.js'
import { folderNames, placeOf } from '../../mutation/folders.js'
import { readLines } from '../../mutation/judged-lines.js'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('what docs/security.md says of changes to our own code is good enough, and about the code that there is', () => {
  const now = folderNames.map((folder) => [folder, readLines(join(root, 'packages', placeOf(folder)))])
  const judged = JSON.parse(read('scripts/mutation/judged-lines.json'))
  expect(checkReport({ page: read('docs/security.md'), judged, now: Object.fromEntries(now) })).toEqual([])
})
