import { type ConformanceCase, storageConformance } from '@latchkey/testing'
import type { TestDatabase } from './databases.js'

const verbs = new Set(storageConformance.map(({ name }) => name.split(':')[0]))

/** The first two cases of each verb. */
const few = [...verbs].flatMap((verb) =>
  storageConformance.filter(({ name }) => name.startsWith(`${verb}:`)).slice(0, 2),
)

/** The whole contract takes a while, so it runs once on each kind of database. */
export function casesOf({ isWhole }: TestDatabase): readonly ConformanceCase[] {
  return isWhole ? storageConformance : few
}
