#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { runCommand } from './run-command.js'

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

process.exitCode = runCommand(process.argv.slice(2), {
  examples: read('./examples.json'),
  version: read('../package.json').version,
  print: console.log,
  printError: console.error,
})
