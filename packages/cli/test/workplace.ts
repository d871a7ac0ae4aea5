import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A call that runs. */
export interface RunningCall {
  kill(signal: NodeJS.Signals): void
  readonly outcome: Promise<Outcome>
}

/** A folder of its own, in which `latchkey` is called. */
export interface Workplace {
  readonly databaseFile: string
  /** The path of a file in the folder. */
  path(name: string): string
  write(name: string, content: string): void
  /** All files and folders in the folder. The temporary folder of the command is one of them: `temporary`. */
  list(): readonly string[]
  latchkey(...parameters: readonly string[]): Promise<Outcome>
  /** The same, and returns while the command runs. */
  start(...parameters: readonly string[]): RunningCall
  /** The same, with these settings in the environment. */
  latchkeyWith(settings: Readonly<Record<string, string>>, ...parameters: readonly string[]): Promise<Outcome>
  remove(): void
}

/** `program` is the path of the command that is called. */
export function openWorkplace(program: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  const databaseFile = join(folder, 'app.db')
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  const env = { ...process.env, DATABASE_FILE: databaseFile, TMPDIR: temporary, TMP: temporary, TEMP: temporary }
  const start = (settings: Readonly<Record<string, string>>, parameters: readonly string[]) =>
    spawn(process.execPath, [program, ...parameters], { cwd: folder, env: { ...env, ...settings } })
  const run = (settings: Readonly<Record<string, string>>, parameters: readonly string[]) =>
    outcomeOf(start(settings, parameters))
  return {
    databaseFile,
    path: (name) => join(folder, name),
    write: (name, content) => writeFileSync(join(folder, name), content),
    list: () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(),
    latchkey: (...parameters) => run({}, parameters),
    start: (...parameters) => {
      const child = start({}, parameters)
      return { kill: (signal) => child.kill(signal), outcome: outcomeOf(child) }
    },
    latchkeyWith: (settings, ...parameters) => run(settings, parameters),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function outcomeOf(child: ChildProcess & { stdout: Readable; stderr: Readable }): Promise<Outcome> {
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode, stdout, stderr }
}
