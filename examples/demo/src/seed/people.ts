/** A person of the sample data. Whatever happens is computed from these numbers: each seed is the same. */
export interface SamplePerson {
  readonly name: string
  /** The ids of the person's organizations. */
  readonly organizations: readonly string[]
  /** The day of the sign-up, of 90. */
  readonly joins: number
  /** The number of days between sign-ins. */
  readonly every: number
  /** How often the person says "Not now" before creating a passkey; more than the sign-ins means never. */
  readonly declines: number
}

const names = [
  ['ada', 'grace', 'mary', 'joan', 'edith', 'rosalind', 'dorothy', 'hedy'],
  ['emmy', 'lise', 'alan', 'claude', 'edsger', 'barbara', 'frances', 'katherine'],
  ['annie', 'cecilia', 'chien', 'inge', 'maria', 'rachel', 'sophie', 'vera'],
].flat()

const groups = [['marsh-and-moor'], ['bird-survey'], [], ['marsh-and-moor', 'bird-survey'], []] as const

export const people: readonly SamplePerson[] = names.map((name, index) => ({
  name,
  organizations: groups[index % groups.length] ?? [],
  joins: (index * 7) % 60,
  every: 2 + (index % 6),
  declines: [0, 0, 1, 0, 2, 0, 99][index % 7] ?? 0,
}))
