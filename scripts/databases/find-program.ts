import { spawnSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installFromDebian } from '../run/install-from-debian.mjs'

/** The path of a server's program on this machine: on the PATH or in one of the folders, else from Debian's package. */
export function findProgram(name: string, folders: readonly string[], debianPackage: string): string | undefined {
  return lookFor(name, folders) ?? (installFromDebian(debianPackage) ? lookFor(name, folders) : undefined)
}

function lookFor(name: string, folders: readonly string[]): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter)
  return [...onPath, ...folders].map((folder) => join(folder, name)).find(runs)
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The folders below one, or none; the last by name first. */
export function foldersBelow(parent: string): readonly string[] {
  try {
    return readdirSync(parent)
      .sort()
      .reverse()
      .map((name) => join(parent, name))
  } catch {
    return []
  }
}

/** The id of an account of this machine. */
export function accountId(name: string): number | undefined {
  const { status, stdout } = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}
