import { driverErrorOf } from './driver-error.js'
import type { Drizzle } from './drizzle.js'

/**
 * Runs the work in a transaction of Drizzle, or in a savepoint of one. What the work rejects with passes through
 * unchanged, even where the rollback fails after it.
 */
export async function inTransaction<Answer>(
  db: Drizzle,
  work: (own: Drizzle) => Promise<Answer>,
  config?: object,
): Promise<Answer> {
  const rejections: unknown[] = []
  const observed = (own: Drizzle) =>
    work(own).catch((error: unknown) => {
      rejections.push(error)
      throw error
    })
  try {
    return await db.transaction(observed, config)
  } catch (error) {
    throw rejections.length > 0 ? rejections[0] : driverErrorOf(error)
  }
}
