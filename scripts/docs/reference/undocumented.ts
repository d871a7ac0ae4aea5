import ts from 'typescript'
import { docstringOf, membersOf } from './docstring.js'
import type { Door, ExportedName } from './read-doors.js'

/** What an app fills in or calls: here every member needs a docstring, elsewhere every method. Not `Client…`: WebAuthn's own. */
const isFilledIn = /^(?!Client).*(?:Options|Config|Host)$/

/** The public names without a docstring, and the members of interfaces that need one and have none. */
export function undocumented({
  door,
  names,
}: Pick<Door, 'door'> & { readonly names: readonly Omit<ExportedName, 'declaredIn'>[] }): readonly string[] {
  return names.flatMap(({ name, declarations }) => {
    const hasOne = declarations.some((declaration) => docstringOf(declaration) !== '')
    const members = declarations.filter(ts.isInterfaceDeclaration).flatMap(membersOf)
    const silent = members.flatMap((member) => silentMembers(member, isFilledIn.test(name)))
    return [...(hasOne ? [] : [name]), ...silent.map((path) => `${name}.${path}`)].map((it) => `${door}: ${it}`)
  })
}

/** What an app may leave out: options and the inputs of methods. */
const mayBeLeftOut = /^(?!Client).*(?:Options|Config|Host|Input)$/

/** The members that may be left out, and whose docstring does not say by `@default` what holds then. */
export function withoutDefault({
  door,
  names,
}: Pick<Door, 'door'> & { readonly names: readonly Omit<ExportedName, 'declaredIn'>[] }): readonly string[] {
  return names
    .filter(({ name }) => mayBeLeftOut.test(name))
    .flatMap(({ name, declarations }) =>
      declarations
        .filter(ts.isInterfaceDeclaration)
        .flatMap(membersOf)
        .flatMap((member) => membersWithoutDefault(member).map((path) => `${door}: ${name}.${path}`)),
    )
}

function membersWithoutDefault(member: ts.Node): readonly string[] {
  if (!ts.isPropertySignature(member) && !ts.isMethodSignature(member)) return []
  const name = member.name.getText()
  const hasDefault = ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'default')
  const inner = ts.isPropertySignature(member) && member.type ? membersOf(member.type) : []
  const own = member.questionToken && !hasDefault ? [name] : []
  return [...own, ...inner.flatMap((it) => membersWithoutDefault(it).map((path) => `${name}.${path}`))]
}

function silentMembers(member: ts.Node, everyMember: boolean): readonly string[] {
  if (!ts.isPropertySignature(member) && !ts.isMethodSignature(member)) return []
  const name = member.name.getText()
  const group = ts.isPropertySignature(member) && member.type && ts.isTypeLiteralNode(member.type) ? member.type : null
  if (group !== null)
    return group.members.flatMap((it) => silentMembers(it, everyMember).map((path) => `${name}.${path}`))
  const isCalled = ts.isMethodSignature(member) || (member.type !== undefined && ts.isFunctionTypeNode(member.type))
  return (isCalled || everyMember) && docstringOf(member) === '' ? [name] : []
}
