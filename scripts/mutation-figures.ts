/** What Stryker's JSON report says, as far as it is read. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}

export interface FiguresInput {
  /** All that there are, in the order of the table. */
  readonly folders: readonly string[]
  /** Those that the report is about. */
  readonly chosen: readonly string[]
  /** The page with the figures of earlier runs. */
  readonly before: string
}

const lived = ['Survived', 'NoCoverage']
const noticed = ['Killed', 'Timeout']

/** The figures of every folder: new for those that were chosen, as they stood for the others. */
export function printFigures(report: MutationReport, { folders, chosen, before }: FiguresInput): string {
  const rows = folders.flatMap((folder) => {
    if (chosen.includes(folder)) return [rowOf(folder, report)]
    return before.match(new RegExp(`^\\| \`${folder}\` \\|.*$`, 'm')) ?? []
  })
  return ['| Folder of core | Mutants | Noticed | Survived | Score |', '|---|---|---|---|---|', ...rows].join('\n')
}

function rowOf(folder: string, { files }: MutationReport): string {
  const mutants = Object.entries(files)
    .filter(([path]) => path.includes(`/src/${folder}/`))
    .flatMap(([, file]) => file.mutants)
  const count = (statuses: readonly string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [alive, dead] = [count(lived), count(noticed)]
  const score = alive + dead === 0 ? '–' : `${((100 * dead) / (alive + dead)).toFixed(1)} %`
  return `| \`${folder}\` | ${alive + dead} | ${dead} | ${alive} | ${score} |`
}

/** What no test noticed: a line for each. */
export function describeSurvivors({ files }: MutationReport): readonly string[] {
  return Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants
      .filter(({ status }) => lived.includes(status))
      .map(({ location: { start }, mutatorName, replacement = '' }) => {
        return `${path}:${start.line}:${start.column} ${mutatorName}: ${replacement.replace(/\s+/g, ' ')}`
      }),
  )
}
