/** The time that something may take. */
export interface Deadline {
  /** Aborted when the time is over, or with the signal that it was started with. */
  readonly signal: AbortSignal
  /** It took no longer. */
  end(): void
}

export function startDeadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, ms)
  parent.addEventListener('abort', abort)
  if (parent.aborted) abort()
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer)
      parent.removeEventListener('abort', abort)
    },
  }
}
