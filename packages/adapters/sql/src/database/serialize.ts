/**
 * Runs its calls one at a time, for an executor on one connection, or in a transaction whose savepoints are a stack. A
 * call that rejects does not stop the next.
 */
export function serialize(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    const answer = before.then(work)
    before = answer.catch(() => {})
    return answer
  }
}
