export interface PlacedComplaints {
  /** By field. */
  readonly byField: ReadonlyMap<string, readonly string[]>
  /** Those that are about no field of the page. */
  readonly others: readonly string[]
}

/** Puts each complaint, such as `limit: at most 100`, at the field that it is about. */
export function placeComplaints(complaints: readonly string[], fields: readonly string[]): PlacedComplaints {
  const byField = new Map<string, readonly string[]>()
  const others: string[] = []
  for (const complaint of complaints) {
    const [place = '', ...rest] = complaint.split(': ')
    const field = fields.find((it) => it === place || place.startsWith(`${it}.`) || it.startsWith(`${place}.`))
    if (field === undefined) others.push(complaint)
    else byField.set(field, [...(byField.get(field) ?? []), rest.join(': ')])
  }
  return { byField, others }
}
