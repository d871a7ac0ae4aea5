import { readFileSync, writeFileSync } from 'node:fs'

export interface Measured {
  /** The script of package.json that measured, as the marks in the document name it. */
  readonly script: string
  /** Markdown. */
  readonly measured: string
}

/** Puts the text where the measured part of the document was; the rest of it stays. */
export function writeMeasured(path: URL, { script, measured }: Measured): void {
  const begin = `<!-- measured by npm run ${script}: begin -->`
  const end = `<!-- measured by npm run ${script}: end -->`
  const document = readFileSync(path, 'utf8')
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new RangeError('The document has no measured part.')
  writeFileSync(path, `${document.slice(0, from + begin.length)}\n\n${measured}\n\n${document.slice(to)}`)
}
