export interface Example {
  readonly title: string
  /** The files that are about passkeys: on the server, and in its pages. */
  readonly passkeys: readonly string[]
  readonly pages: readonly string[]
  /** Whether it needs `DATABASE_URL`, the address of a PostgreSQL database. */
  readonly postgres?: boolean
  /** The text of each file, by its path in the app. */
  readonly files: Readonly<Record<string, string>>
}

export function readExamples(root: string): Readonly<Record<string, Example>>
