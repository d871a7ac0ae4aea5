/** The number of characters in the columns of these ids. */
const most = 255

/**
 * Ids of codes, events and spends have 22 or 32 characters. One above 255 is refused here, because MySQL cuts it if
 * your app has switched its strict mode off.
 *
 * @throws {RangeError} that names the kind, never the id.
 */
export function refuseLongKey(kind: string, id: string): void {
  if (id.length > most && [...id].length > most)
    throw new RangeError(`${kind} has an id of more than ${most} characters.`)
}
