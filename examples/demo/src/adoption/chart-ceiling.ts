/** Where the scale of a chart ends: the first round number from the largest value on, with a whole number at its half. */
export function chartCeiling(largest: number): number {
  for (let step = 1; ; step *= 10) {
    const ceiling = [2, 4, 10].map((factor) => factor * step).find((round) => round >= largest)
    if (ceiling !== undefined) return ceiling
  }
}
