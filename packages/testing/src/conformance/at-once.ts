/** Starts all calls before the first is awaited, and answers how often each answer came. */
export async function atOnce(
  calls: number,
  call: (number: number) => Promise<string>,
): Promise<Readonly<Record<string, number>>> {
  const answers = await Promise.all(Array.from({ length: calls }, (_, number) => call(number)))
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1
  return counts
}
