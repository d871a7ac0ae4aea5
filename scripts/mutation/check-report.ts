import { measuredOn, readScores, unexplained } from './figures.js'
import { folderNames, leastScore, notMeasuredYet } from './folders.js'
import { changedPart, type JudgedLines, mostChanged } from './judged-lines.js'

export interface ReportInput {
  /** The page with the figures. */
  readonly page: string
  /** By folder, the lines that existed when it was measured. */
  readonly judged: Readonly<Record<string, JudgedLines>>
  /** By folder, the lines that are there now. */
  readonly now: Readonly<Record<string, JudgedLines>>
}

/**
 * What is wrong with the figures: nothing, if every folder was measured and is good enough, and the page marks
 * figures about earlier code.
 */
export function checkReport({ page, judged, now }: ReportInput): readonly string[] {
  const scores = readScores(page)
  const problems = folderNames.flatMap((folder) => {
    const stated = scores.get(folder)
    const [before, after] = [judged[folder], now[folder]]
    if (notMeasuredYet.has(folder) && !stated && !before) return []
    if (stated === undefined || !before || !after) return [`${folder} was never judged: npm run mutate -- ${folder}`]
    const code = changedPart(before, after) > mostChanged ? measuredOn.before : measuredOn.now
    return [
      ...(stated.score < leastScore
        ? [`${folder}: ${stated.score} % of the changes were noticed, not ${leastScore} %`]
        : []),
      ...(stated.measuredOn === code
        ? []
        : [`${folder} was measured on ${code}: npm run mutate -- ${folder}, or -- --mark`]),
    ]
  })
  return page.includes(unexplained) ? [...problems, 'something that survived is not explained'] : problems
}

/** The page, with each figure marked as about this code or about earlier code. */
export function markReport({ page, judged, now }: ReportInput): string {
  return folderNames.reduce((marked, folder) => {
    const [before, after] = [judged[folder], now[folder]]
    const isEarlier = !before || !after || changedPart(before, after) > mostChanged
    const row = new RegExp(`^(\\| \`${folder}\` \\|(?: \\d+ \\|){3} [\\d.]+ % \\|).*$`, 'm')
    return marked.replace(row, `$1 ${isEarlier ? measuredOn.before : measuredOn.now} |`)
  }, page)
}
