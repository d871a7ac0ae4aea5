import { explained } from '../differences/explained.js'
import type { CaseTally, WrongCase } from '../run-cases.js'
import { subjectKinds } from '../subjects/make-subjects.js'

/** The report for docs/security.md. It counts the differences; their explanations stay in `fuzz/differences`. */
export function printReport(seed: number, { counts, wrong }: CaseTally): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const figure = (name: string) => (counts[name] ?? 0).toLocaleString('en')
  const kinds = subjectKinds('all').map(({ algorithm, attestation }) => `${algorithm} ${attestation}`)
  return [
    `\`npm run fuzz -- --seed ${seed} --count ${total}\`, with authenticators of ${kinds.length} kinds (algorithm and attestation: ${kinds.join(', ')})`,
    [
      '| Cases | |',
      '|---|---|',
      `| Judged by both | ${total.toLocaleString('en')} |`,
      `| Both accept | ${figure('both accept')} |`,
      `| Both refuse | ${figure('both refuse')} |`,
      `| They differ, and it is explained | ${explained.reduce((sum, { name }) => sum + (counts[name] ?? 0), 0).toLocaleString('en')} |`,
      `| They differ, unexplained | ${figure('unexplained')} |`,
      `| Anything thrown by us that is no \`PasskeyError\` | ${figure('crash')} |`,
      `| Wrong | ${wrong.length} |`,
    ].join('\n'),
  ].join('\n\n')
}

/** The description of a wrong case, with the command to repeat it. */
export function describeWrong({ seed, number, subject, ceremony, mutations, finding, response }: WrongCase): string {
  return [
    `--seed ${seed} --case ${number}: ${ceremony} of ${subject}`,
    `  ${mutations.join(' + ')}`,
    `  ${finding}`,
    `  ${response}`,
  ].join('\n')
}
