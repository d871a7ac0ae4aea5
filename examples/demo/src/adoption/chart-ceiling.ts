/** The top of a chart's scale: the first round number that is not below the largest value. Half of it is a whole number. */
export function chartCeiling(largest: number): number {
  for (let step = 1; ; step *= 10) {
    const ceiling = [2, 4, 10].map((factor) => factor * step).find((round) => round >= largest)
    if (ceiling !== undefined) return ceiling
  }
}
