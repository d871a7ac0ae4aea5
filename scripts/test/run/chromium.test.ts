import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { expect, test } from 'vitest'
import { chromiumArguments } from '../../run/chromium.mjs'

test('what Playwright switches off in a Chromium stays off', async () => {
  const [playwrights = [], ours = [], ...more] = (await readArguments()).flatMap(readFeatures)
  expect(more).toEqual([])
  expect(playwrights).not.toEqual([])
  expect(ours).toEqual(expect.arrayContaining(playwrights))
})

/** What a program is started with that Playwright takes for a Chromium. */
async function readArguments(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-chromium-'))
  const executablePath = join(folder, 'chromium')
  writeFileSync(executablePath, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\n`)
  chmodSync(executablePath, 0o700)
  await expect(chromium.launch({ executablePath, args: [...chromiumArguments] })).rejects.toThrow('closed')
  const text = readFileSync(join(folder, 'arguments'), 'utf8')
  rmSync(folder, { recursive: true })
  return text.split('\n')
}

function readFeatures(argument: string): string[][] {
  const [name, features = ''] = argument.split('=')
  return name === '--disable-features' ? [features.split(',')] : []
}
