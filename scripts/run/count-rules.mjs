// How many rules the tests state, and how many tests repeat a rule on another engine. Pure: reports in, numbers out.
import { basename } from 'node:path'

/** The databases and clients that a test title names when the same test runs on several of them. */
const engine =
  /\b(?:PostgreSQL|MariaDB|MySQL|SQLite(?: by [\w-]+)?|PGlite|libsql|better-sqlite3|(?:node-redis|ioredis)(?: on a cluster)?|memory)\b/gi

/**
 * Counts the tests that ran, from the reports of Vitest and Playwright. Each case of the storage contract is one rule,
 * whichever adapter runs it.
 */
export function countRules(reports) {
  const rules = reports.flatMap((report) => [...vitestRules(report), ...playwrightRules(report)])
  const distinct = new Set(rules).size
  return { rules: distinct, repetitions: rules.length - distinct }
}

/** The line of `npm test` before the last. */
export function rulesLine({ rules, repetitions }) {
  const format = (number) => number.toLocaleString('en-US')
  return `${format(rules)} rules, ${format(repetitions)} repetitions on engines`
}

function vitestRules(report) {
  return (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ ancestorTitles = [], title }, index) =>
        ruleOf({ file: name, titles: [...ancestorTitles, title], index }),
      ),
  )
}

/** Tests of one title are different rules, unless the title names an engine. */
function ruleOf({ file, titles, index }) {
  if (basename(file) === 'conformance.test.ts' && titles.length > 1) return `contract: ${titles.at(-1)}`
  const title = titles.join(' > ')
  const general = title.replaceAll(engine, '(engine)')
  return `${file}: ${general}${general === title ? ` #${index}` : ''}`
}

/** Playwright's tests run on one engine. */
function playwrightRules(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {}
  return Array.from({ length: expected + unexpected + flaky }, (_, index) => `end to end #${index}`)
}
