// Writes the table of docs/policy.md from the table that the code reads, and from what the type says of each field.
// `npm run policy-manual`; a test fails when the page is older than the code.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type DescribedField, describePolicy, type FieldRange } from '@latchkey/core'
import ts from 'typescript'

const typesFile = fileURLToPath(new URL('../../packages/core/src/policy/effective-policy.ts', import.meta.url))
const pageFile = fileURLToPath(new URL('../../docs/policy.md', import.meta.url))
const [begin, end] = ['<!-- the table: npm run policy-manual -->', '<!-- end of the table -->']

/** The page with the current table. */
export function writeTable(page: string): string {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error('docs/policy.md has lost the marks of its table.')
  return `${before}${begin}\n${table()}\n${end}${after}`
}

/** The page as it is. */
export function readPage(): string {
  return readFileSync(pageFile, 'utf8')
}

function table(): string {
  const says = docstrings()
  const rows = describePolicy().map((field) => row(field, says.get(field.field) ?? ''))
  return [
    '| field | values | default | stricter | override | what it says |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function row({ field, range, default: standard, override }: DescribedField, says: string): string {
  const cells = [`\`${field}\``, valuesOf(range), show(standard), stricterEnd(range), `\`${override}\``]
  return `| ${cells.join(' | ')} | ${says.replaceAll('|', '\\|')} |`
}

function valuesOf(range: FieldRange): string {
  switch (range.kind) {
    case 'choice':
      return range.values.map((value) => `\`${value}\``).join(' ')
    case 'switch':
      return '`true` `false`'
    case 'number':
      return `${range.least} to ${range.most}`
    case 'recency':
      return `${range.least} to ${range.most} seconds, or \`none\``
    case 'instant':
      return `\`${range.word}\`, or epoch milliseconds`
    case 'cadence':
      return `${range.values.map((value) => `\`${value}\``).join(' ')}, or \`{ days }\` from 1 to ${range.mostDays}`
    case 'list':
      return `a list of ${listed(range.of)}`
    case 'list-or-word':
      return `\`${range.word}\`, or a list of ${listed(range.of)}`
  }
}

function listed(of: (FieldRange & { kind: 'list' })['of']): string {
  if (of === 'aaguid') return 'AAGUIDs'
  if (of === 'exemption') return '`{ userId, until }` or `{ groupId, until }`'
  return of === 'certificate' ? 'certificates (PEM)' : of.map((value) => `\`${value}\``).join(' ')
}

/** Which end counts where a user belongs to several organizations. */
function stricterEnd(range: FieldRange): string {
  if (range.kind === 'cadence' || range.strictest === undefined) return 'the environment’s'
  if (range.strictest === 'least') return 'less'
  if (range.strictest === 'most') return 'more'
  if (range.strictest === 'fewer') return 'what all allow'
  return range.strictest === 'more' ? 'what any refuses' : `\`${range.strictest}\``
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((it) => `\`${it}\``).join(' ')
  return `\`${typeof value === 'object' ? JSON.stringify(value).replaceAll('"', '') : String(value)}\``
}

/** What the interface says of each member, by its place; members of a group without a sentence say the group's. */
function docstrings(): ReadonlyMap<string, string> {
  const source = ts.createSourceFile(typesFile, readFileSync(typesFile, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = new Map<string, string>()
  const policy = source.statements.find(
    (it): it is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(it) && it.name.text === 'EffectivePolicy',
  )
  for (const member of policy?.members ?? []) collect(member, '', '', found)
  return found
}

function collect(member: ts.TypeElement, path: string, inherited: string, found: Map<string, string>): void {
  if (!ts.isPropertySignature(member)) return
  const field = path + member.name.getText()
  const said = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(member).find(ts.isJSDoc)?.comment) ?? inherited
  found.set(field, said.replaceAll(/\s+/g, ' '))
  if (!member.type || !ts.isTypeLiteralNode(member.type)) return
  for (const inner of member.type.members) collect(inner, `${field}.`, said, found)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(pageFile, writeTable(readPage()))
}
