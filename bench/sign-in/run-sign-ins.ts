import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { betterAuthServer } from '../peers/better-auth.js'
import { openDatabase } from '../peers/open-database.js'
import { assertionActions } from '../verify/ceremonies.js'
import { latchkeyHandler, latchkeyMethods } from './latchkey.js'
import { measureSignIns, type SignInExtent } from './measure-sign-ins.js'
import type { candidates, SignInFindings } from './print-sign-ins.js'
import { rowsByHand } from './rows-by-hand.js'
import type { SignInServer } from './sign-in-server.js'

/** Whole sign-ins, each server on a SQLite database of its own. */
export async function runSignIns(extent: SignInExtent): Promise<SignInFindings> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'))
  const open = (name: string) => openDatabase(join(folder, `${name}.db`))
  const servers: Readonly<Record<keyof typeof candidates, SignInServer>> = {
    methods: await latchkeyMethods(open('methods')),
    handler: await latchkeyHandler(open('handler')),
    rowsByHand: rowsByHand(open('rows-by-hand')),
    betterAuth: await betterAuthServer(open('better-auth')),
  }
  try {
    const { bare } = await assertionActions(-7, 'sha256')
    return await measureSignIns({ servers, bare, extent })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
