/** The name that was probably meant, or undefined. It differs only in case, or in at most a third of its letters. */
export function closestName(written: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: distanceOf(written.toLowerCase(), name.toLowerCase()) }))
  const [closest] = distances.sort((one, other) => one.distance - other.distance)
  return closest && closest.distance <= Math.ceil(closest.name.length / 3) ? closest.name : undefined
}

/** The number of letters to insert, remove or replace (Levenshtein). */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
