// Runs a program and collects its output.
import { execFile } from 'node:child_process'
import { withoutLifecycle } from './set-up.mjs'

/** Resolves with its stdout. Rejects with all of its output when it fails. */
export function runProgram(program, options, cwd) {
  return new Promise((resolve, reject) => {
    const settings = { cwd, env: withoutLifecycle(process.env), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }
    execFile(program, options, settings, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      reject(new Error([`${program} ${options.join(' ')}`, stdout, stderr].join('\n').trim(), { cause: error }))
    })
  })
}

/** Does the work for each item, two at a time: the smallest machine that this runs on has two processors. */
export async function inPairs(items, work) {
  const results = new Array(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all([worker(), worker()])
  return results
}
