/** The folders of core whose code is mutated: those that read, judge and decide, and touch nothing. */
export const mutatedFolders = ['parse', 'verify', 'policy', 'prompt', 'ceremony'] as const

/** Of a hundred changes to a folder, so many must be noticed. */
export const leastScore = 90
