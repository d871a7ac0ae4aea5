/**
 * Holds for the id of an endpoint: 1 to 64 characters that fit into an index of any database, and into an address.
 *
 * @throws {RangeError} that does not repeat the id.
 */
export function assertStorableEndpoint(endpoint: string): void {
  if (!/^[\w-]{1,64}$/.test(endpoint)) throw new RangeError('endpoint must be 1 to 64 characters of A-Z a-z 0-9 _ -.')
}
