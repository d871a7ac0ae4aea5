import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const config = pathToFileURL(join(root, 'examples/demo/latchkey.config.ts')).href

/** In a process of its own: the demo opens its database as it is imported. */
const program = `
  const { passkeys, close } = await import('${config}')
  console.log(JSON.stringify(await passkeys.doctor({ fetch })))
  await close()`

test('the doctor finds nothing in the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-demo-'))
  try {
    const options = ['--conditions=@latchkey/source', '--import', './scripts/run/tsx.mjs', '--input-type=module']
    const output = execFileSync(process.execPath, [...options, '--eval', program], {
      cwd: root,
      env: { ...process.env, DATA_DIR: folder },
      encoding: 'utf8',
    })
    expect(JSON.parse(output)).toEqual({ healthy: true, findings: [] })
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)
