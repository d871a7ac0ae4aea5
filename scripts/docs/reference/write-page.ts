import ts from 'typescript'
import { declarationText } from './declaration-text.js'
import { docstringOf, documentedMembers } from './docstring.js'
import type { Door, ExportedName } from './read-doors.js'

/** The file of a door's page: `core.md`, `core-webauthn.md`. */
export function pageOf(door: string): string {
  return `${door.replace(/^@latchkey\//, '').replaceAll('/', '-')}.md`
}

const chapters: readonly { readonly title: string; readonly holds: (node: ts.Declaration) => boolean }[] = [
  { title: 'Functions', holds: ts.isFunctionDeclaration },
  { title: 'Classes', holds: ts.isClassDeclaration },
  { title: 'Values', holds: ts.isVariableDeclaration },
  { title: 'Types', holds: (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) },
]

/** The page of a door: every name behind it, with its declaration and what is said of it. */
export function writePage(door: Door): string {
  const parts = chapters.map(({ title, holds }) => ({
    title,
    names: door.names.filter(({ declarations: [first] }) => first !== undefined && holds(first)),
  }))
  const chosen = parts.filter(({ names }) => names.length > 0)
  const anchors = anchorsOf(chosen.flatMap(({ title, names }) => [title, ...names.map(({ name }) => name)]))
  const linkTo = ({ name }: ExportedName): string => `[\`${name}\`](#${anchors.get(name)})`
  const index = chosen.map(({ title, names }) => `${title}: ${names.map(linkTo).join(' · ')}`)
  const texts = chosen.flatMap(({ title, names }) => [`## ${title}`, ...names.map((it) => writeName(door, it))])
  return `${[notice, `# \`${door.door}\``, plain(door.description), ...index, ...texts].join('\n\n')}\n`
}

/** Headings that differ only in case get a number each from the second on, as where Markdown is shown. */
function anchorsOf(headings: readonly string[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>()
  return new Map(
    headings.map((heading) => {
      const anchor = heading.toLowerCase()
      const count = seen.get(anchor) ?? 0
      seen.set(anchor, count + 1)
      return [heading, count === 0 ? anchor : `${anchor}-${count}`]
    }),
  )
}

/** A sentence of a manifest, which knows no Markdown. */
function plain(text: string): string {
  return text.replaceAll('<', '\\<')
}

/** The page that leads to all others. */
export function writeContents(doors: readonly Door[]): string {
  const rows = doors.map(({ door, description, names }) => {
    const values = names.filter(
      ({ declarations: [first] }) => first && !ts.isInterfaceDeclaration(first) && !ts.isTypeAliasDeclaration(first),
    )
    const shown = values.map(({ name }) => `\`${name}\``).join(' ')
    return `| [\`${door}\`](${pageOf(door)}) | ${plain(description)} | ${shown} |`
  })
  const head = ['| import from | what it is | what it exports, types apart |', '|---|---|---|']
  return `${[notice, '# Reference', [...head, ...rows].join('\n')].join('\n\n')}\n`
}

const notice = '<!-- Written by `npm run reference` from the sources and what their comments say. -->'

function writeName(door: Door, exported: ExportedName): string {
  const { name, declarations, declaredIn } = exported
  if (declaredIn !== door.packageName) {
    const origin = `[\`${declaredIn}\`](${pageOf(declaredIn)}#${name.toLowerCase()})`
    return `### ${name}\n\nThe same as in ${origin}.`
  }
  const code = declarations.map((it) => declarationText(it, door.checker)).join('\n')
  const says = declarations.map(docstringOf).filter((it) => it !== '')
  const members = declarations.flatMap(documentedMembers).map(({ path, says }) => item(path, says))
  return [
    `### ${name}`,
    `\`\`\`typescript\n${code}\n\`\`\``,
    ...says,
    ...(members.length > 0 ? [members.join('\n')] : []),
  ].join('\n\n')
}

/** One item of a list, however many paragraphs it has. */
function item(path: string, says: string): string {
  return `- **\`${path}\`**: ${says}`.split('\n').join('\n  ').replaceAll(/^ +$/gm, '')
}
