import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The lines of code that existed when a folder was measured: for each file, a short digest of each line. */
export type JudgedLines = Readonly<Record<string, string>>

/**
 * How much of a folder may change before its figures count as earlier. A line that was changed, added or removed
 * counts once; blank lines, comments and the order of lines do not.
 */
export const mostChanged = 0.1

/** Blank lines and comments are no code. */
const noCode = /^(\/\/|\/\*|\*|$)/

/** The digests of a file's lines, apart from blanks and comments. */
export function digestLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines
    .filter((line) => !noCode.test(line))
    .map((line) => createHash('sha256').update(line).digest('hex').slice(0, 6))
    .join(' ')
}

/** Every file of the folder, as it is now. */
export function readLines(folder: string): JudgedLines {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  return Object.fromEntries(paths.sort().map((path) => [path, digestLines(readFileSync(join(folder, path), 'utf8'))]))
}

/** The part of the lines that has changed since they were measured, from 0 to 1. */
export function changedPart(judged: JudgedLines, now: JudgedLines): number {
  const [before, after] = [countDigests(judged), countDigests(now)]
  const lost = sumOf(before, (digest, times) => Math.max(0, times - (after.get(digest) ?? 0)))
  const added = sumOf(after, (digest, times) => Math.max(0, times - (before.get(digest) ?? 0)))
  return Math.min(
    1,
    Math.max(lost, added) /
      Math.max(
        1,
        sumOf(before, (_, times) => times),
      ),
  )
}

function countDigests(lines: JudgedLines): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const digest of Object.values(lines).flatMap((digests) => digests.split(' '))) {
    counts.set(digest, (counts.get(digest) ?? 0) + 1)
  }
  return counts
}

function sumOf(counts: ReadonlyMap<string, number>, part: (digest: string, times: number) => number): number {
  return [...counts].reduce((sum, [digest, times]) => sum + part(digest, times), 0)
}
