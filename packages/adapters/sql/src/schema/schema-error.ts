/** The tables are not of the version that this package needs. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  /** The number of the newest migration that the database has. */
  readonly current: number
  /** The newest migration of this version of the package. */
  readonly wanted: number

  constructor({ current, wanted }: { readonly current: number; readonly wanted: number }, options?: ErrorOptions) {
    super(
      `The database is at migration ${current}, and this version of the package works with ${wanted}: ${cure(current, wanted)}`,
      options,
    )
    this.current = current
    this.wanted = wanted
  }
}

function cure(current: number, wanted: number): string {
  return current > wanted ? 'update the package.' : 'run `latchkey migrate`.'
}
