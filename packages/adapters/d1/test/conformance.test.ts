import { describe, expect, test } from 'vitest'
import { casesOn } from '../../../../test-support/adapters/contract-cases.js'
import { openWorker } from './worker/open-worker.js'

describe('d1Storage keeps the storage contract, in a Worker', () => {
  const open = openWorker(new URL('./worker/conformance-worker.ts', import.meta.url))

  test.each(casesOn({ isWhole: false }))('$name', async ({ name }) => {
    const response = await open().fetch('https://app.example.com/', { method: 'POST', body: name })
    expect(await response.text()).toBe('')
  })
})
