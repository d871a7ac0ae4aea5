/** The order of every list that a browser gets: by id, which tells nothing of what stands in it. */
export function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1
}
