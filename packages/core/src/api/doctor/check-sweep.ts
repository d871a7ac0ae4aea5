import type { DoctorCheck } from './doctor.js'
import { finding } from './findings.js'

const overdueMs = 2 * 86_400_000
const most = 1000

/** Nothing has been waiting for a sweep for two days. */
export const checkSweep: DoctorCheck = async ({ settings, store }) => {
  if (!store.inspection) return []
  const rows = await store.inspection.sweepable(settings.now() - overdueMs, most)
  if (rows === 0) return []
  const count = rows < most ? `${rows}` : `at least ${most.toLocaleString('en-US')}`
  const message = `Rows that should have been deleted two days ago: ${count}. Call passkeys.sweep() every hour.`
  return [finding('sweep_overdue', message, { rows })]
}
