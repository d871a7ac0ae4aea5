import type { Subject } from '../subjects/subject.js'

export type Ceremony = 'registration' | 'authentication'

/** One response for both libraries. */
export interface FuzzCase {
  readonly subject: Subject
  readonly ceremony: Ceremony
  /** The names of the mutations. */
  readonly mutations: readonly string[]
  /** The posted JSON. */
  readonly response: unknown
}

/** A response as JSON that can be changed. */
export interface Json {
  response: Record<string, unknown>
  [name: string]: unknown
}
