/**
 * A controller that aborts when the signal does, with the same reason. It stops listening to the signal once it has
 * aborted itself. `AbortSignal.any` would do the same, but some browsers with passkeys do not have it.
 */
export function linkedController(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { signal: controller.signal })
  return controller
}
