/**
 * The error of the driver, which Drizzle puts into the `cause` of one whose message holds the values of the statement.
 * Its code decides whether a key is taken, or a change is run again.
 */
export function driverErrorOf(error: unknown): unknown {
  const isAround = error instanceof Error && !('code' in error) && error.cause instanceof Error
  return isAround ? driverErrorOf(error.cause) : error
}
