import { storageConformance } from '@latchkey/testing'

const verbs = new Set(storageConformance.map(({ name }) => name.split(':')[0]))

/**
 * The first two cases of each verb: a driver passes on values, rows, counts and errors. The statements have their whole
 * contract on each engine in `packages/adapters/sql`.
 */
export const firstCases = [...verbs].flatMap((verb) =>
  storageConformance.filter(({ name }) => name.startsWith(`${verb}:`)).slice(0, 2),
)
