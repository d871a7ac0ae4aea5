import { placeOf } from './folders.js'
import { type Explanation, explain, type Survivor } from './survivors.js'

/** What Stryker's JSON report says, as far as it is read. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: Position; readonly end: Position }
}

interface Position {
  readonly line: number
  readonly column: number
}

export interface FiguresInput {
  /** All that there are, in the order of the tables. */
  readonly folders: readonly string[]
  /** Those that the report is about. */
  readonly chosen: readonly string[]
  /** The page with the figures of earlier runs. */
  readonly before: string
}

export interface SurvivorsInput extends FiguresInput {
  readonly survivors: readonly Survivor[]
  readonly explanations: readonly Explanation[]
}

/** The text for a change that survives without an explanation. */
export const unexplained = '**not explained**'

/** Whether the figures are about the code as it is, or as it was before a good part of it changed. */
export const measuredOn = { now: 'this code', before: 'earlier code' } as const

const lived = ['Survived', 'NoCoverage']
const noticed = ['Killed', 'Timeout']

/** The figures of every folder: new for those that were chosen, as they stood for the others. */
export function printFigures(report: MutationReport, { folders, chosen, before }: FiguresInput): string {
  const rows = folders.flatMap((folder) => {
    if (chosen.includes(folder)) return [rowOf(folder, report)]
    return before.match(new RegExp(`^\\| \`${folder}\` \\|.*$`, 'm')) ?? []
  })
  return ['| Folder | Mutants | Noticed | Survived | Score | Measured on |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

function rowOf(folder: string, { files }: MutationReport): string {
  const mutants = Object.entries(files)
    .filter(([path]) => path.includes(`packages/${placeOf(folder)}/`))
    .flatMap(([, file]) => file.mutants)
  const count = (statuses: readonly string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [alive, dead] = [count(lived), count(noticed)]
  const score = alive + dead === 0 ? '–' : `${((100 * dead) / (alive + dead)).toFixed(1)} %`
  return `| \`${folder}\` | ${alive + dead} | ${dead} | ${alive} | ${score} | ${measuredOn.now} |`
}

/** What survived, and why: new for the folders that were chosen, as it stood for the others. */
export function printSurvivors({ folders, chosen, before, survivors, explanations }: SurvivorsInput): string {
  const rows = folders.flatMap((folder) => {
    if (!chosen.includes(folder)) return before.match(new RegExp(`^\\| \`${folder}/.*$`, 'gm')) ?? []
    return rowsOf(
      survivors.filter((it) => it.folder === folder),
      explanations,
    )
  })
  return ['| What survived in | From | To | Why |', '|---|---|---|---|', ...rows].join('\n')
}

/** The same change at several places of a file is one row. */
function rowsOf(survivors: readonly Survivor[], explanations: readonly Explanation[]): readonly string[] {
  const rows = survivors.map((it) => {
    const why = explain(it, explanations) ?? unexplained
    return `| \`${it.folder}/${it.file}\` | ${code(it.was)} | ${code(it.became)} | ${why} |`
  })
  return [...new Set(rows)]
}

const longest = 70

/** Cut off where it is long; a bar would end the cell. */
function code(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return text === '' ? 'nothing' : `\`\` ${short.replaceAll('|', '\\|')} \`\``
}

/** What a page says of a folder. */
export interface StatedScore {
  /** Percent. */
  readonly score: number
  readonly measuredOn: string
}

/** The scores that a page states, by folder. */
export function readScores(page: string): ReadonlyMap<string, StatedScore> {
  const rows = page.matchAll(/^\| `([\w-]+)` \|(?: \d+ \|){3} ([\d.]+) % \| (.+) \|$/gm)
  return new Map(
    [...rows].map(([, folder = '', score, code = '']) => [folder, { score: Number(score), measuredOn: code }]),
  )
}
