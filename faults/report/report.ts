import type { CheckName } from '../checks/checks.js'
import type { Killed } from '../kills/kill-processes.js'
import type { Finding } from '../scenarios/scenario.js'

/** The results of a run. */
export interface Report {
  readonly seed: number
  readonly killed: readonly KilledOn[]
  readonly scenarios: readonly ScenarioResult[]
}

export interface KilledOn {
  readonly database: string
  readonly killed: Killed
}

export interface ScenarioResult {
  readonly name: string
  readonly finding: Finding
}

/** Every broken promise, as lines to print. */
export function wrongIn({ killed, scenarios }: Report): readonly string[] {
  return [
    ...killed.flatMap(({ database, killed: { violations } }) =>
      violations.map(({ check, what }) => `${database}: ${check}: ${what}`),
    ),
    ...scenarios.flatMap(({ name, finding }) => finding.wrong.map((what) => `${name}: ${what}`)),
  ]
}

/** The report as it appears in docs/reliability.md. */
export function printReport(report: Report): string {
  const databases = report.killed.map(({ database }) => database)
  return [
    `\`npm run faults -- --seed ${report.seed}\``,
    table(['Processes killed with SIGKILL', ...databases], killRows(report.killed)),
    table(
      ['PostgreSQL', 'Done', 'Wrong'],
      report.scenarios.map(({ name, finding }) => [name, finding.done, String(finding.wrong.length)]),
    ),
  ].join('\n\n')
}

function killRows(killed: readonly KilledOn[]): readonly (readonly string[])[] {
  const row = (name: string, count: (it: Killed) => number) => [name, ...killed.map((it) => String(count(it.killed)))]
  const wrong = (name: string, ...names: readonly CheckName[]) =>
    row(name, ({ violations }) => violations.filter(({ check }) => names.includes(check)).length)
  return [
    row('Kills', ({ kills }) => kills),
    row('Successful calls', ({ tallies }) => tallies.succeeded),
    row('Calls refused', ({ tallies }) => tallies.refused),
    row('Calls without a result', ({ tallies }) => tallies.unknown),
    row('… of them ceremonies that had their effect', ({ tallies }) => tallies.unknownThatHappened),
    row('Ceremonies finished again', ({ tallies }) => tallies.finishedAgain),
    row('Events', ({ tallies }) => tallies.events),
    row('Deliveries', ({ tallies }) => tallies.deliveries),
    wrong('Lost', 'nothing lost', 'sign-ins counted'),
    wrong(
      'Half done',
      'nothing more',
      'counts as rows',
      'events as changes',
      'spent as effects',
      'policies without gaps',
    ),
    wrong('Spent twice', 'one success per ceremony'),
    wrong('Wrong results', 'only expected answers'),
    wrong(
      'Events undelivered, or out of order',
      'settled means delivered',
      'delivered in order',
      'everything delivered',
    ),
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
