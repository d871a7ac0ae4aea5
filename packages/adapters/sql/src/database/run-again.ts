const mostAttempts = 10
const longestPauseMs = 20
const longestMs = 5000

/**
 * Repeats the attempt if an error means that the database has undone it, a few times, each after a longer pause. Not
 * after five seconds: a call that has waited for a lock for so long would wait for as long again.
 */
export async function runAgain<Answer>(
  isRetryable: (error: unknown) => boolean,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const until = performance.now() + longestMs
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (attempts === mostAttempts || performance.now() >= until || !isRetryable(error)) throw error
    }
    await pause(attempts * longestPauseMs * Math.random())
  }
}

/** Of random length, so that calls that have collided do not collide again. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
