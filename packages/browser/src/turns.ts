import { followSignal } from './follow-signal.js'

/** A ceremony that waits in the background: it gives way to others and comes back after them. */
export interface Background {
  /** Ends what is pending in the same tick. */
  pause(): void
  resume(): void
  /** Ends it for good. */
  stop(): void
}

/** One modal ceremony. */
export interface ModalTurn<Result> {
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined
  /** Whether success signs somebody in: what waits in the background has then nothing left to do. */
  readonly signsIn: boolean
  readonly run: (signal: AbortSignal) => Promise<Result>
}

/** Whose turn it is: a page can ask its authenticators for one thing at a time. */
export interface Turns {
  /** Takes the turn at once; what had it before is aborted, what waits in the background is paused meanwhile. */
  modal<Result>(turn: ModalTurn<Result>): Promise<Result>
  /** Takes the turn whenever nobody else has it. Replaces what waited before. */
  wait(background: Background): void
}

export function createTurns(): Turns {
  let current: AbortController | undefined
  let waiting: Background | undefined

  return {
    async modal({ signal, signsIn, run }) {
      waiting?.pause()
      current?.abort()
      const mine = followSignal(signal)
      current = mine
      try {
        const result = await run(mine.signal)
        if (signsIn) waiting?.stop()
        return result
      } finally {
        mine.abort()
        if (current === mine) {
          current = undefined
          waiting?.resume()
        }
      }
    },
    wait(background) {
      waiting?.stop()
      waiting = background
      if (!current) background.resume()
    },
  }
}
