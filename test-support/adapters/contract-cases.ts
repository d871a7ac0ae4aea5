import { type ConformanceCase, type StorageRace, storageConformance, storageRaces } from '@latchkey/testing'

/** What `npm run test:databases` sets: there, every case and every race runs on every database, through every driver. */
const isEverythingWhole = process.env.LATCHKEY_DATABASES === 'whole'

/**
 * The first two cases of each verb: a driver passes on values, rows, counts and errors. The statements have their whole
 * contract on each engine in `packages/adapters/sql`.
 */
export const firstCases: readonly ConformanceCase[] = firstOfEach(storageConformance, 2, /:/)

/** The first race of each store: two processes share the tables through this driver. */
const firstRaces = firstOfEach(storageRaces, 1, /[ .:]/)

interface Extent {
  /** Whether `npm test` runs all of it here: on each engine through one adapter. */
  readonly isWhole: boolean
}

export function casesOn({ isWhole }: Extent): readonly ConformanceCase[] {
  return isWhole || isEverythingWhole ? storageConformance : firstCases
}

export function racesOn({ isWhole }: Extent): readonly StorageRace[] {
  return isWhole || isEverythingWhole ? storageRaces : firstRaces
}

/** The first so many of those whose names begin alike, up to what separates. */
function firstOfEach<Named extends { readonly name: string }>(
  all: readonly Named[],
  count: number,
  separator: RegExp,
): readonly Named[] {
  const beginningOf = ({ name }: Named) => name.split(separator)[0]
  const beginnings = new Set(all.map(beginningOf))
  return [...beginnings].flatMap((beginning) => all.filter((one) => beginningOf(one) === beginning).slice(0, count))
}
