/** Runs a share of the cases, and sends the results to the parent. */

import process from 'node:process'
import { type CasesToRun, runCases } from './run-cases.js'

process.on('message', (share: CasesToRun) => {
  runCases(share).then(
    (tally) => process.send?.(tally),
    (error) => {
      console.error(error)
      process.exitCode = 1
      process.disconnect()
    },
  )
})
