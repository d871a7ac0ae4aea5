import { memoryStorage } from '@latchkey/memory'
import type { PasskeyStorage } from '@latchkey/storage'
import { storageConformance } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { plantedFaults } from './planted-faults.js'
import { plantedPasskeyFaults } from './planted-passkey-faults.js'

/** The names of the cases that do not hold. */
async function broken(makeStorage: () => PasskeyStorage): Promise<readonly string[]> {
  const failed = await Promise.all(
    storageConformance.map(({ name, run }) =>
      run(makeStorage).then(
        () => [],
        () => [name],
      ),
    ),
  )
  return failed.flat()
}

describe('the conformance suite bites', () => {
  test('a storage without a fault passes every case', async () => {
    expect(await broken(memoryStorage)).toEqual([])
  })

  test('every case has a name of its own', () => {
    expect(new Set(storageConformance.map(({ name }) => name)).size).toBe(storageConformance.length)
  })

  test.each([...plantedPasskeyFaults, ...plantedFaults])('a storage that $fault fails', async ({ plant, caughtBy }) => {
    expect(await broken(() => plant(memoryStorage()))).toContain(caughtBy)
  })
})
