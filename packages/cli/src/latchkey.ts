#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { deliverCommand } from './commands/deliver.js'
import { doctorCommand } from './commands/doctor.js'
import { exportCommand } from './commands/export.js'
import { importCommand } from './commands/import.js'
import { metadataCommand } from './commands/metadata.js'
import { migrateCommand } from './commands/migrate.js'
import { endProcess } from './end-process.js'
import { exitCodes } from './exit-codes.js'
import { reportError } from './report-error.js'

// Node's own exit code would be 1, which has another meaning here.
process.on('uncaughtException', (error) => {
  reportError(error)
  process.exit(exitCodes.failed)
})
process.on('beforeExit', () => {
  if (process.exitCode !== undefined) return
  console.error('latchkey: the config or its storage never resolved, and nothing is left to wait for.')
  process.exitCode = exitCodes.failed
})

const { version }: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

const program = new Command('latchkey')
  .description(
    'Migrates the database, imports and exports passkeys, delivers events, manages metadata, and finds problems before users do.',
  )
  .version(version)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.failed))

for (const command of [migrateCommand, importCommand, exportCommand, deliverCommand, metadataCommand, doctorCommand]) {
  const added = command(endProcess).copyInheritedSettings(program)
  for (const nested of added.commands) nested.copyInheritedSettings(program)
  program.addCommand(added)
}

try {
  await program.parseAsync()
} catch (error) {
  reportError(error)
  endProcess(exitCodes.failed)
}
