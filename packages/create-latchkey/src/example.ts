/** An app of the project's `examples`. */
export interface Example {
  readonly title: string
  /** Whether it needs `DATABASE_URL`, the address of a PostgreSQL database. */
  readonly postgres?: boolean
  /** The text of each file, by its path in the app. */
  readonly files: Readonly<Record<string, string>>
}
