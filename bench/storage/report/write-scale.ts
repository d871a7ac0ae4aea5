import { readFileSync, writeFileSync } from 'node:fs'

const begin = '<!-- measured by npm run bench:storage: begin -->'
const end = '<!-- measured by npm run bench:storage: end -->'

/** Puts the text where the measured part of the document was; the rest of it stays. */
export function writeScale(path: URL, measured: string): void {
  const document = readFileSync(path, 'utf8')
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new RangeError('The document has no measured part.')
  writeFileSync(path, `${document.slice(0, from + begin.length)}\n\n${measured}\n\n${document.slice(to)}`)
}
