import type { Ceremony, FuzzCase } from '../mutations/fuzz-case.js'

/** A deliberate difference between the two libraries. */
export interface Explanation {
  readonly name: string
  readonly ceremony?: Ceremony
  /** `accepts`, or our code. */
  readonly ours: string
  /** `accepts`, or a pattern for the other library's message. */
  readonly theirs: 'accepts' | RegExp
  /** Does a response have the explained property? Read without our parsers. */
  readonly applies: (it: FuzzCase) => boolean
  readonly reason: string
}
