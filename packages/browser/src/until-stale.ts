/** The part of a ceremony's life after which an offer that nobody took is made anew. */
const usableLife = 0.8

/** Timers may ring a moment before the clock says so. */
const timerTolerance = 10

/**
 * Resolves when most of a ceremony's life is over and somebody is looking at the page: not while it is hidden, where a
 * renewal would serve nobody, but as soon as it is shown again. Never resolves once the signal is aborted.
 */
export function untilStale(timeout: number, signal: AbortSignal): Promise<void> {
  const life = timeout * usableLife
  const staleAt = Date.now() + life
  return new Promise((resolve) => {
    const check = () => {
      if (!signal.aborted && Date.now() >= staleAt && document.visibilityState === 'visible') resolve()
    }
    setTimeout(check, life + timerTolerance)
    document.addEventListener('visibilitychange', check, { signal })
  })
}
