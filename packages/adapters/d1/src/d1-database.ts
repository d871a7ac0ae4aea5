/** The part of a D1 binding, or of a session on one, that is needed. */
export interface D1Database<Statement extends D1Statement = D1Statement> {
  /** As in D1. */
  prepare(query: string): Statement
  /** As in D1: the statements in one transaction. */
  batch(statements: D1Statement[]): Promise<D1Result[]>
}

/** The part of a prepared statement of D1 that is needed. */
export interface D1Statement {
  /** As in D1. */
  bind(...values: unknown[]): D1Statement
  /** As in D1. */
  all(): Promise<D1Result>
}

/** The part of a result of D1 that is needed. */
export interface D1Result {
  /** As in D1. */
  readonly results?: unknown[]
  /** As in D1. */
  readonly meta: { readonly changes?: number }
}
