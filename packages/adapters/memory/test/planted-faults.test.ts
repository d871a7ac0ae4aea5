import { memoryStorage } from '@latchkey/memory'
import { type ConformanceCase, storageConformance } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { plantedAnswerFaults } from './planted-answer-faults.js'
import { plantedCodeAndEventFaults } from './planted-code-and-event-faults.js'
import { plantedDeliveryFaults } from './planted-delivery-faults.js'
import type { PlantedFault } from './planted-fault.js'
import { plantedFaults } from './planted-faults.js'
import { plantedInspectionFaults } from './planted-inspection-faults.js'
import { plantedOnceFaults } from './planted-once-faults.js'
import { plantedPasskeyFaults } from './planted-passkey-faults.js'
import { plantedRemovalFaults } from './planted-removal-faults.js'
import { plantedScopeFaults } from './planted-scope-faults.js'
import { plantedTallyFaults } from './planted-tally-faults.js'
import { plantedTextFaults } from './planted-text-faults.js'
import { plantedTransactionFaults } from './planted-transaction-faults.js'
import { plantedValueFaults } from './planted-value-faults.js'

const faults = [
  ...plantedPasskeyFaults,
  ...plantedFaults,
  ...plantedRemovalFaults,
  ...plantedTextFaults,
  ...plantedValueFaults,
  ...plantedTransactionFaults,
  ...plantedAnswerFaults,
  ...plantedCodeAndEventFaults,
  ...plantedOnceFaults,
  ...plantedScopeFaults,
  ...plantedTallyFaults,
  ...plantedDeliveryFaults,
  ...plantedInspectionFaults,
]

/** The one case that asks for a schema, of which a storage in memory has none. */
const ofSchema = (name: string) => name.startsWith('schema:')

async function catches({ run }: ConformanceCase, { plant }: PlantedFault): Promise<boolean> {
  return run(() => plant(memoryStorage())).then(
    () => false,
    () => true,
  )
}

async function isCaught(conformanceCase: ConformanceCase): Promise<boolean> {
  for (const fault of likelyFirst(conformanceCase)) if (await catches(conformanceCase, fault)) return true
  return false
}

/** Those first that are known to break the same rule of another verb, then those of the same verb. */
function likelyFirst({ name }: ConformanceCase): readonly PlantedFault[] {
  const [verb, ruleOfVerb] = name.split(': ')
  const rank = ({ caughtBy }: PlantedFault) => {
    const [otherVerb, otherRule] = caughtBy.split(': ')
    return otherRule === ruleOfVerb ? 0 : otherVerb === verb ? 1 : 2
  }
  return faults.toSorted((one, other) => rank(one) - rank(other))
}

describe('the conformance suite bites', () => {
  test('every case has a name of its own', () => {
    expect(new Set(storageConformance.map(({ name }) => name)).size).toBe(storageConformance.length)
  })

  test.each(faults)('a storage that $fault fails', async (fault) => {
    const named = storageConformance.filter(({ name }) => name === fault.caughtBy)
    expect(await Promise.all(named.map((it) => catches(it, fault)))).toEqual([true])
  })

  test('every case fails for one of the faults', async () => {
    const named = new Set(faults.map(({ caughtBy }) => caughtBy))
    const others = storageConformance.filter(({ name }) => !named.has(name) && !ofSchema(name))
    const uncaught: string[] = []
    for (const it of others) if (!(await isCaught(it))) uncaught.push(it.name)
    expect(uncaught).toEqual([])
  }, 180_000)
})
