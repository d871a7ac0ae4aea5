import { readFileSync, writeFileSync } from 'node:fs'

const begin = '<!-- found by npm run faults: begin -->'
const end = '<!-- found by npm run faults: end -->'

/** Puts the text where the found part of the document was; the rest of it stays. */
export function writeReport(path: URL, found: string): void {
  const document = readFileSync(path, 'utf8')
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new RangeError('The document has no found part.')
  writeFileSync(path, `${document.slice(0, from + begin.length)}\n\n${found}\n\n${document.slice(to)}`)
}
