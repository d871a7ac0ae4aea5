import type { Ceremony, FuzzCase } from '../mutations/fuzz-case.js'

/** A way in which the two libraries differ on purpose. */
export interface Explanation {
  readonly name: string
  readonly ceremony?: Ceremony
  /** `accepts`, or our code. */
  readonly ours: string
  /** `accepts`, or what the other library's words are like. */
  readonly theirs: 'accepts' | RegExp
  /** Whether a response has what the explanation speaks of; read without our parsers. */
  readonly applies: (it: FuzzCase) => boolean
  readonly reason: string
}
