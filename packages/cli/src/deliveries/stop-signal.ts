const names = ['SIGTERM', 'SIGINT'] as const

/**
 * Aborted by the first SIGTERM or SIGINT. A second one ends the process at once: events that are under way then come
 * again when their lease ends.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    for (const name of names) process.off(name, stop)
    controller.abort()
  }
  for (const name of names) process.on(name, stop)
  return controller.signal
}
