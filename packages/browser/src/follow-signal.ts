/**
 * A controller that is aborted when the signal is, for the same reason, and that lets go of the signal once it is
 * aborted itself. `AbortSignal.any` would do, in browsers newer than some that have passkeys.
 */
export function followSignal(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { signal: controller.signal })
  return controller
}
