/** As many characters as the columns of these ids have. */
const most = 255

/**
 * Ids of codes, events and spends have 22 or 32 characters; one above 255 is refused here, because MySQL cuts what is
 * too long where the host has switched its strict mode off.
 *
 * @throws {RangeError} that names the kind, never the id.
 */
export function refuseLongKey(kind: string, id: string): void {
  if (id.length > most && [...id].length > most)
    throw new RangeError(`${kind} has an id of more than ${most} characters.`)
}
