import ts from 'typescript'

/** What is said of a declaration or a member, as Markdown; empty when nothing is. */
export function docstringOf(node: ts.Node): string {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node
  const comments = ts.getJSDocCommentsAndTags(owner).filter(ts.isJSDoc)
  return comments
    .flatMap((comment) => [textOf(comment), ...(comment.tags ?? []).map(tagText)])
    .join('\n\n')
    .trim()
}

/** The members that something is said of, each with its path, down into groups without a name of their own. */
export function documentedMembers(node: ts.Declaration): readonly { readonly path: string; readonly says: string }[] {
  return membersOf(node).flatMap((member) => collect(member, ''))
}

function collect(member: ts.Node, above: string): { path: string; says: string }[] {
  if (!isNamed(member)) return []
  const path = above + member.name.getText()
  const says = docstringOf(member)
  const inner = ts.isPropertySignature(member) && member.type ? membersOf(member.type) : []
  return [...(says === '' ? [] : [{ path, says }]), ...inner.flatMap((it) => collect(it, `${path}.`))]
}

export function membersOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isTypeLiteralNode(node)) return node.members
  if (ts.isTypeAliasDeclaration(node)) return membersOf(node.type)
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.flatMap(membersOf)
  if (ts.isVariableDeclaration(node)) return node.initializer ? membersOf(node.initializer) : []
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return membersOf(node.expression)
  return ts.isObjectLiteralExpression(node) ? node.properties : []
}

function isNamed(node: ts.Node): node is ts.Node & { readonly name: ts.PropertyName } {
  return (
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node)
  )
}

function tagText(tag: ts.JSDocTag): string {
  const text = textOf(tag)
  if (ts.isJSDocParameterTag(tag)) return `- **\`${tag.name.getText()}\`**: ${text.replace(/^- /, '')}`
  if (ts.isJSDocThrowsTag(tag)) return `Throws \`${tag.typeExpression?.type.getText() ?? 'Error'}\` ${text}`
  if (tag.tagName.text === 'default') return `Default: ${text}.`
  return tag.tagName.text === 'see' ? `See ${text.replace(/^(https?)?:\/\//, 'https://')}` : text
}

/** The text of a comment; a link to another name becomes that name. */
function textOf({ comment }: ts.JSDoc | ts.JSDocTag): string {
  if (typeof comment === 'string') return comment
  return (comment ?? [])
    .map((part) => ('name' in part && part.name ? `\`${part.name.getText()}\`` : part.text))
    .join('')
}
