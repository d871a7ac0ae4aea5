const mostAttempts = 10
const longestPauseMs = 20

/** Makes the attempt again where an error says that the database has undone it, a few times, each after a longer pause. */
export async function runAgain<Answer>(
  isUndone: (error: unknown) => boolean,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempts = 1; attempts < mostAttempts; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isUndone(error)) throw error
    }
    await pause(attempts * longestPauseMs * Math.random())
  }
  return attempt()
}

/** Of random length, so that those who have met do not meet again. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
