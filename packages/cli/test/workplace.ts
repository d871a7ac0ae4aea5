import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own, in which `latchkey` is called. */
export interface Workplace {
  readonly databaseFile: string
  /** The path of a file in the folder. */
  path(name: string): string
  write(name: string, content: string): void
  latchkey(...parameters: readonly string[]): Promise<Outcome>
  remove(): void
}

const command = fileURLToPath(new URL('../src/latchkey.ts', import.meta.url))

/** How this workspace runs sources: every package's exports name them under a condition of our own. */
const sources = ['--conditions=@latchkey/source', '--import', import.meta.resolve('tsx'), command]

/** `program` is what Node is given before the parameters: by default the command, from its sources. */
export function openWorkplace(program: readonly string[] = sources): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'))
  const databaseFile = join(folder, 'app.db')
  const env = { ...process.env, DATABASE_FILE: databaseFile }
  return {
    databaseFile,
    path: (name) => join(folder, name),
    write: (name, content) => writeFileSync(join(folder, name), content),
    latchkey: (...parameters) => outcomeOf(spawn(process.execPath, [...program, ...parameters], { cwd: folder, env })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function outcomeOf(child: ChildProcess & { stdout: Readable; stderr: Readable }): Promise<Outcome> {
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode, stdout, stderr }
}

/** The text of a config that is one of those that the tests bring along. Node imports it, so it runs from sources. */
export function configFrom(name: 'sqlite.ts' | 'memory.ts' | 'passkeys.ts'): string {
  return `export * from '${new URL(`configs/${name}`, import.meta.url).href}'\n`
}
