/** The part of a ceremony's lifetime after which an open offer is renewed. */
const usableLife = 0.8

/** Timers may fire a moment before the clock reaches their time. */
const timerTolerance = 10

/**
 * Resolves when most of a ceremony's lifetime is over and the page is visible. A hidden page is not renewed; it is
 * renewed as soon as it is visible again. Never resolves once the signal is aborted.
 */
export function whenStale(timeout: number, signal: AbortSignal): Promise<void> {
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
