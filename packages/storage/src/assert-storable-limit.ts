/**
 * Holds for how many rows a verb may process: a whole number, 0 or more. The same rule for every adapter, because
 * some databases read a negative number as no limit.
 *
 * @throws {RangeError}
 */
export function assertStorableLimit(limit: number): void {
  if (!(Number.isSafeInteger(limit) && limit >= 0)) throw new RangeError('limit must be a whole number, 0 or more.')
}

/**
 * Holds for how many ids a look-up may have: at most 1000.
 *
 * @throws {RangeError}
 */
export function assertStorableIdCount(count: number): void {
  if (count > 1000) throw new RangeError('There are more than 1000 ids.')
}

/**
 * Holds for how many items a page may have: a whole number from 1 to 1000.
 *
 * @throws {RangeError}
 */
export function assertStorablePageLimit(limit: number): void {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
    throw new RangeError('limit must be a whole number from 1 to 1000.')
  }
}
