import { readFileSync, writeFileSync } from 'node:fs'

/** Puts the text where the part of the document was that the command has found; the rest of it stays. */
export function writeReport(path: URL, found: string, command = 'npm run faults'): void {
  const begin = `<!-- found by ${command}: begin -->`
  const end = `<!-- found by ${command}: end -->`
  const document = readFileSync(path, 'utf8')
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new RangeError('The document has no found part.')
  writeFileSync(path, `${document.slice(0, from + begin.length)}\n\n${found}\n\n${document.slice(to)}`)
}
