export interface ApiChange {
  readonly name: string
  readonly before: readonly string[]
  readonly now: readonly string[]
}

export declare function findUnannounced(changes: readonly ApiChange[], changesets: readonly string[]): string[]
