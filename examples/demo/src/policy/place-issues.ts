import type { FieldIssue } from '@latchkey/wire'

export interface PlacedIssues {
  /** By field. */
  readonly byField: ReadonlyMap<string, readonly string[]>
  /** Those that are about no field of the page. */
  readonly others: readonly string[]
}

/** Puts each issue at the field that it is about. */
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
