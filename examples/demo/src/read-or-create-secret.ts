import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs'

/** The secret in this file. It is created once, and only the owner of the process can read it. */
export function readOrCreateSecret(file: string, fresh: string | Uint8Array): Buffer {
  try {
    writeFileSync(file, fresh, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readPrivate(file)
}

/** A file that another user of the machine can read or write is not a secret. */
function readPrivate(file: string): Buffer {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const { mode, uid } = fstatSync(descriptor)
    const isPrivate = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
    if (!isPrivate) throw new TypeError(`Other users can read ${file}. Delete it, and the demo creates a new secret.`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
