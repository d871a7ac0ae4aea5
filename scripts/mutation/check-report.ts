import { readScores, unexplained } from './figures.js'
import { folderNames, leastScore } from './folders.js'
import { changedPart, type JudgedLines, mostChanged } from './judged-lines.js'

export interface ReportInput {
  /** The page with the figures. */
  readonly page: string
  /** By folder, the lines that were there when it was judged. */
  readonly judged: Readonly<Record<string, JudgedLines>>
  /** By folder, the lines that are there now. */
  readonly now: Readonly<Record<string, JudgedLines>>
}

/** What is wrong with the figures: nothing, when every folder was judged, well enough, and is still what was judged. */
export function checkReport({ page, judged, now }: ReportInput): readonly string[] {
  const scores = readScores(page)
  const problems = folderNames.flatMap((folder) => {
    const score = scores.get(folder)
    const [before, after] = [judged[folder], now[folder]]
    if (score === undefined || !before || !after) return [`${folder} was never judged: npm run mutate -- ${folder}`]
    const changed = changedPart(before, after)
    return [
      ...(score < leastScore ? [`${folder}: ${score} % of the changes were noticed, not ${leastScore} %`] : []),
      ...(changed > mostChanged ? [`${folder} has changed since it was judged: npm run mutate -- ${folder}`] : []),
    ]
  })
  return page.includes(unexplained) ? [...problems, 'something that survived is not explained'] : problems
}
