/** What the browser answers, or undefined when it cannot be asked or refuses: for questions and hints that may fail. */
export async function quietly<Answer>(ask: () => Promise<Answer> | undefined): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch {
    return undefined
  }
}
