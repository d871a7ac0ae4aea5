import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkReport, markReport } from '../../mutation/check-report.js'
import {
  type MutationReport,
  measuredOn,
  printFigures,
  printSurvivors,
  readScores,
  unexplained,
} from '../../mutation/figures.js'
import {
  folderNames,
  folderOf,
  leastScore,
  mutatedFolders,
  notMeasuredYet,
  placeOf,
  testsOf,
} from '../../mutation/folders.js'
import { changedPart, digestLines, mostChanged } from '../../mutation/judged-lines.js'
import { findIdle, findSurvivors, findTimeouts } from '../../mutation/survivors.js'

const source = ['export function isOdd(value: number) {', '  return value % 2 ===', '    1', '}'].join('\n')
/** Of `value % 2 === 1`, over two lines. */
const mutant = (status: string, replacement = 'true') => ({
  status,
  mutatorName: 'ConditionalExpression',
  replacement,
  location: { start: { line: 2, column: 10 }, end: { line: 3, column: 6 } },
})
const report: MutationReport = {
  files: {
    'packages/core/src/webauthn/parse/rows/is-odd.ts': {
      source,
      mutants: [mutant('Killed'), mutant('Timeout'), mutant('Survived'), mutant('NoCoverage'), mutant('Ignored')],
    },
    'packages/core/src/webauthn/verify/check-origin.ts': { source, mutants: [mutant('Killed')] },
  },
}
const folders = ['parse', 'verify', 'policy']
const explanation = { file: 'parse/rows/is-odd.ts', was: 'value % 2 === 1', became: ['true'], why: 'All are odd.' }

describe('the judges of a folder', () => {
  const packages = join(import.meta.dirname, '../../../packages')

  test.each(Object.entries(mutatedFolders))('%s: are there, every one', (folder, judges) => {
    expect(judges.length).toBeGreaterThan(0)
    for (const judge of judges) expect(existsSync(join(packages, testsOf(judge).replace('*.test.ts', '')))).toBe(true)
    expect(existsSync(join(packages, placeOf(folder)))).toBe(true)
    expect(folderOf(folder)).toBe(folder)
  })

  test('of a folder that there is not are a mistake of who asks', () => {
    expect(() => folderOf('flows')).toThrow(TypeError)
  })
})

describe('the figures', () => {
  const before = [
    '| `parse` | 1 | 0 | 1 | 0.0 % | earlier code |',
    '| `policy` | 4 | 3 | 1 | 75.0 % | earlier code |',
    '| `parse/old.ts` | a | b | gone |',
    '| `policy/kept.ts` | a | b | kept |',
  ].join('\n')
  const input = { folders, chosen: ['parse', 'verify'], before, survivors: findSurvivors(report, ['parse', 'verify']) }

  test('of the folders that were run are new, and those of the others stay', () => {
    const figures = printFigures(report, input)
    expect(figures.split('\n').slice(2)).toEqual([
      '| `parse` | 4 | 2 | 2 | 50.0 % | this code |',
      '| `verify` | 1 | 1 | 0 | 100.0 % | this code |',
      '| `policy` | 4 | 3 | 1 | 75.0 % | earlier code |',
    ])
    expect([...readScores(figures)]).toEqual([
      ['parse', { score: 50, measuredOn: measuredOn.now }],
      ['verify', { score: 100, measuredOn: measuredOn.now }],
      ['policy', { score: 75, measuredOn: measuredOn.before }],
    ])
  })

  test('each survivor is printed once, with its explanation or a note that it has none', () => {
    const kept = '| `policy/kept.ts` | a | b | kept |'
    const row = (why: string) => `| \`parse/rows/is-odd.ts\` | \`\` value % 2 === 1 \`\` | \`\` true \`\` | ${why} |`
    const printed = (known: readonly (typeof explanation)[]) =>
      printSurvivors({ ...input, explanations: known })
        .split('\n')
        .slice(2)
    expect(printed([explanation])).toEqual([row('All are odd.'), kept])
    expect(printed([])).toEqual([row(unexplained), kept])
    expect(printed([{ ...explanation, became: ['false'] }])).toEqual([row(unexplained), kept])
    expect(printed([{ ...explanation, file: 'parse/is-odd.ts' }])).toEqual([row(unexplained), kept])
  })

  test('what took too long is listed apart, because it must be an endless loop', () => {
    expect(findTimeouts(report, ['parse', 'verify'])).toHaveLength(1)
    expect(findTimeouts(report, ['verify'])).toEqual([])
  })

  test('an explanation of what no longer survives is found, in the folders that were run', () => {
    const { survivors, chosen } = input
    const idle = { ...explanation, became: ['true', 'false'] }
    expect(findIdle([explanation, idle, { ...idle, file: 'policy/other.ts' }], survivors, chosen)).toEqual([idle])
  })
})

describe('how much has changed since a folder was judged', () => {
  const lines = Array.from({ length: 20 }, (_, at) => `const line${at} = ${at}`)
  const of = (...texts: readonly string[]) => ({ 'file.ts': digestLines(texts.join('\n')) })
  const judged = of(...lines)

  test.each([
    ['nothing', lines, 0],
    [
      'comments, blank lines and indentation',
      ['// note', '', '/** Words.', ' * More. */', ...lines.map((it) => `  ${it}`)],
      0,
    ],
    ['the order', lines.toReversed(), 0],
    ['two lines changed', lines.with(3, 'a').with(4, 'b'), 0.1],
    ['three lines changed', lines.with(3, 'a').with(4, 'b').with(5, 'c'), 0.15],
    ['three lines added', [...lines, 'a', 'b', 'c'], 0.15],
    ['three lines taken away', lines.slice(3), 0.15],
    ['a line written twice', [...lines, lines[0] ?? ''], 0.05],
    ['everything', ['a'], 1],
  ])('%s', (_, now, part) => {
    expect(changedPart(judged, of(...now))).toBe(part)
  })

  test('a line that moves to another file has not changed', () => {
    const [first = '', ...others] = lines
    expect(changedPart(judged, { 'one.ts': digestLines(first), 'two.ts': digestLines(others.join('\n')) })).toBe(0)
  })
})

describe('the report is refused', () => {
  const table = folderNames.map((folder) => `| \`${folder}\` | 10 | 9 | 1 | 90.0 % | this code |`).join('\n')
  const lines = { 'file.ts': digestLines(Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n')) }
  const everywhere = Object.fromEntries(folderNames.map((folder) => [folder, lines]))
  const fewer = (count: number) => ({ 'file.ts': lines['file.ts'].split(' ').slice(count).join(' ') })

  test('not when every folder was judged, well enough, and is still the same but for a tenth', () => {
    expect(mostChanged).toBe(0.1)
    expect(leastScore).toBe(90)
    const now = { ...everywhere, verify: fewer(2) }
    expect(checkReport({ page: table, judged: everywhere, now })).toEqual([])
  })

  test('when more than a tenth of a folder has changed', () => {
    const now = { ...everywhere, verify: fewer(3) }
    expect(checkReport({ page: table, judged: everywhere, now })).toEqual([
      'verify was measured on earlier code: npm run mutate -- verify, or -- --mark',
    ])
    const page = markReport({ page: table, judged: everywhere, now })
    expect(page).toContain('| `verify` | 10 | 9 | 1 | 90.0 % | earlier code |')
    expect(checkReport({ page, judged: everywhere, now })).toEqual([])
  })

  test('when a folder that has not changed is marked as earlier code', () => {
    const page = table.replace('`verify` | 10 | 9 | 1 | 90.0 % | this', '`verify` | 10 | 9 | 1 | 90.0 % | earlier')
    expect(checkReport({ page, judged: everywhere, now: everywhere })).toEqual([
      'verify was measured on this code: npm run mutate -- verify, or -- --mark',
    ])
    expect(markReport({ page, judged: everywhere, now: everywhere })).toBe(table)
  })

  test('not for a folder of which no figure is demanded yet', () => {
    for (const folder of notMeasuredYet) {
      const { [folder]: _, ...others } = everywhere
      const page = table.replace(new RegExp(`\\| \`${folder}\`.*\\n?`), '')
      expect(checkReport({ page, judged: others, now: everywhere })).toEqual([])
    }
  })

  test('when a folder was never judged', () => {
    const never = ['policy was never judged: npm run mutate -- policy']
    const { policy, ...others } = everywhere
    expect(policy).toBeDefined()
    expect(checkReport({ page: table, judged: others, now: everywhere })).toEqual(never)
    const page = table.replace(/\| `policy`.*\n/, '')
    expect(checkReport({ page, judged: everywhere, now: everywhere })).toEqual(never)
  })

  test('when a folder falls below the least score', () => {
    const page = table.replace('| `parse` | 10 | 9 | 1 | 90.0 %', '| `parse` | 100 | 89 | 11 | 89.9 %')
    expect(checkReport({ page, judged: everywhere, now: everywhere })).toEqual([
      'parse: 89.9 % of the changes were noticed, not 90 %',
    ])
  })

  test('when something that survived is not explained', () => {
    const page = `${table}\n| \`parse/cbor.ts\` | a | b | ${unexplained} |`
    expect(checkReport({ page, judged: everywhere, now: everywhere })).toEqual([
      'something that survived is not explained',
    ])
  })
})
