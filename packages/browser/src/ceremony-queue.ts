import { linkedController } from './linked-controller.js'
import { orUndefined } from './or-undefined.js'
import { findPlatform, type Signal } from './platform.js'
import { unlessAborted } from './unless-aborted.js'

/** A ceremony that waits in the background: it pauses for others and resumes after them. */
export interface Background {
  /** Ends the pending request in the same tick. */
  pause(): void
  resume(): void
  /** Ends it permanently. */
  stop(): void
}

/** One modal ceremony. */
export interface ModalCeremony<Result> {
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined
  /** Whether success signs the user in, so that the background ceremony has nothing left to do. */
  readonly signsIn?: boolean | undefined
  readonly run: (signal: AbortSignal) => Promise<Result>
}

/** The requests of one page. A browser accepts one at a time per page, and a signal counts as a request. */
export interface CeremonyQueue {
  /** The signals that wait for the modal ceremony to end. A later signal about the same thing replaces an earlier one. */
  readonly signals: Map<string, Signal>
  /** Whether a modal ceremony runs. */
  busy(): unknown
  /** Runs the ceremony at once. The previous modal ceremony is aborted, the background ceremony pauses. */
  modal<Result>(ceremony: ModalCeremony<Result>): Promise<Result>
  /** Runs the background ceremony whenever nothing else runs. Replaces the previous one. */
  offer(background: Background): void
  /** Sends the waiting signals one after the other, and resumes the background ceremony. Waits for a modal ceremony. */
  proceed(): void
}

/** Milliseconds that one signal may take; a related origin fetches a document first. */
const longestSignal = 3_000

export function createCeremonyQueue(): CeremonyQueue {
  const signals = new Map<string, Signal>()
  let current: AbortController | undefined
  let background: Background | undefined
  let sending: Promise<void> | undefined
  let inCache = false

  const proceed = () => {
    if (current || inCache || sending) return
    if (!signals.size) return background?.resume()
    background?.pause()
    sending = sendAll(signals).then(() => {
      sending = undefined
      proceed()
    })
  }
  // A pending request would make the page ineligible for the back/forward cache.
  globalThis.addEventListener?.('pagehide', () => {
    inCache = true
    background?.pause()
  })
  globalThis.addEventListener?.('pageshow', () => {
    inCache = false
    proceed()
  })

  return {
    signals,
    proceed,
    busy: () => current,
    async modal({ signal, signsIn, run }) {
      background?.pause()
      current?.abort()
      const mine = linkedController(signal)
      current = mine
      try {
        await unlessAborted(async () => sending, mine.signal)
        const result = await run(mine.signal)
        if (signsIn) background?.stop()
        return result
      } finally {
        mine.abort()
        if (current === mine) {
          current = undefined
          proceed()
        }
      }
    },
    offer(next) {
      background?.stop()
      background = next
      proceed()
    },
  }
}

/** Sends the signals one after the other, also those that are added meanwhile. */
async function sendAll(signals: Map<string, Signal>): Promise<void> {
  for (const [key, [method, details]] of signals) {
    signals.delete(key)
    const sent = orUndefined(() => findPlatform()?.[method]?.(details as never))
    await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, longestSignal))])
  }
}
