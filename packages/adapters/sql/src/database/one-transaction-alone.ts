/**
 * For an executor on a SQLite database whose calls wait: while a transaction runs, nothing else does, because SQLite would
 * refuse it at once. A call that has waited looks again: others have waited too.
 */
export function oneTransactionAlone() {
  let open: Promise<unknown> | undefined
  const running = new Set<Promise<unknown>>()
  return {
    /** For what is no transaction: any number of them run at once. */
    beside: async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      while (open) await open
      const answer = work()
      const ended = answer.then(noop, noop)
      running.add(ended)
      await ended
      running.delete(ended)
      return answer
    },
    alone: async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
      while (open) await open
      const answer = Promise.all(running).then(work)
      open = answer.then(noop, noop).then(() => {
        open = undefined
      })
      return answer
    },
  }
}

function noop(): void {}
