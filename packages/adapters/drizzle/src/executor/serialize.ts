/** Runs its calls one at a time, so that simultaneous calls do not mix. */
export function serialize(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    const answer = before.then(work)
    before = answer.catch(() => {})
    return answer
  }
}
