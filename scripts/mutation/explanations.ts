import type { Explanation } from './survivors.js'

/** Why the changes that no test notices are none that a test should notice. */
export const explanations: readonly Explanation[] = []
