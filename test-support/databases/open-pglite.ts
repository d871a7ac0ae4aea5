import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'

/**
 * An empty PGlite. It starts from the file that `LATCHKEY_PGLITE_DATA` names, if it does: setting up a PostgreSQL takes it
 * seconds.
 */
export function openPglite(): PGlite {
  const file = process.env.LATCHKEY_PGLITE_DATA
  return new PGlite(file ? { loadDataDir: new Blob([readFileSync(file)]) } : {})
}

/** Writes what `LATCHKEY_PGLITE_DATA` can name. */
export async function writePgliteData(file: string): Promise<void> {
  const database = await PGlite.create()
  const data = await database.dumpDataDir('none')
  await database.close()
  await writeFile(file, new Uint8Array(await data.arrayBuffer()))
}
