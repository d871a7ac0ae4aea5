/** The result of a question or hint that may fail: undefined when the browser throws, rejects or cannot be asked. */
export async function orUndefined<Result>(ask: () => Promise<Result> | undefined): Promise<Result | undefined> {
  try {
    return await ask()
  } catch {
    return undefined
  }
}
