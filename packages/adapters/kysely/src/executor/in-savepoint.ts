/** Runs one statement in the transaction. */
type Run = (text: string, values: readonly []) => Promise<unknown>

/**
 * If the work rejects, it is undone, and the transaction around it continues. No savepoint around it may have the
 * same depth: MariaDB drops the first of two with one name.
 */
export async function inSavepoint<Answer>(run: Run, depth: number, work: () => Promise<Answer>): Promise<Answer> {
  const savepoint = `latchkey_${depth}`
  await run(`savepoint ${savepoint}`, [])
  try {
    const answer = await work()
    await run(`release savepoint ${savepoint}`, [])
    return answer
  } catch (error) {
    // If the whole transaction is gone (a lost connection, a deadlock on MySQL), so is the savepoint: the first error
    // reports that.
    await undo(run, savepoint).catch(() => {})
    throw error
  }
}

/** A savepoint still exists after the rollback to it. */
async function undo(run: Run, savepoint: string): Promise<void> {
  await run(`rollback to savepoint ${savepoint}`, [])
  await run(`release savepoint ${savepoint}`, [])
}
