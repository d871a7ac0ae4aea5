import type { FieldIssue } from '@latchkey/wire'

export interface PlacedIssues {
  /** By field. */
  readonly byField: ReadonlyMap<string, readonly string[]>
  /** Issues that belong to no field on the page. */
  readonly others: readonly string[]
}

/** Assigns each issue to its field. */
export function placeIssues(issues: readonly FieldIssue[], fields: readonly string[]): PlacedIssues {
  const byField = new Map<string, readonly string[]>()
  const others: string[] = []
  for (const { path, message } of issues) {
    const field = fields.find((it) => it === path || path.startsWith(`${it}.`) || it.startsWith(`${path}.`))
    if (field === undefined) others.push(message)
    else byField.set(field, [...(byField.get(field) ?? []), message])
  }
  return { byField, others }
}
