import type { Subject } from '../subjects/subject.js'

export type Ceremony = 'registration' | 'authentication'

/** One response to be judged by both libraries. */
export interface FuzzCase {
  readonly subject: Subject
  readonly ceremony: Ceremony
  /** The names of what was done to the honest response. */
  readonly mutations: readonly string[]
  /** What would be posted. */
  readonly response: unknown
}

/** A response as JSON that can be changed. */
export interface Json {
  response: Record<string, unknown>
  [name: string]: unknown
}
