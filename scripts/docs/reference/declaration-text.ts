import ts from 'typescript'

/** A declaration as its users need it: without bodies, comments and private members. */
export function declarationText(node: ts.Declaration, checker: ts.TypeChecker): string {
  if (ts.isFunctionDeclaration(node)) return signatureText(node)
  if (ts.isClassDeclaration(node)) return classText(node, checker)
  if (ts.isVariableDeclaration(node)) return variableText(node, checker)
  if (ts.isTypeAliasDeclaration(node) && isKeysOfHidden(node.type, checker)) return unionText(node, checker)
  return withoutComments(node.getText()).replace(/^export /, '')
}

/** Whether a type is the keys of a table that its file does not export: only their names can be looked up. */
function isKeysOfHidden(node: ts.TypeNode, checker: ts.TypeChecker): boolean {
  if (!ts.isTypeOperatorNode(node) || !ts.isTypeQueryNode(node.type)) return false
  const table = checker.getSymbolAtLocation(node.type.exprName)
  const module = checker.getSymbolAtLocation(node.getSourceFile())
  return table !== undefined && module?.exports?.get(table.escapedName) !== table
}

function unionText(node: ts.TypeAliasDeclaration, checker: ts.TypeChecker): string {
  const type = checker.getTypeAtLocation(node)
  const members = type.isUnion() ? type.types : [type]
  return [`type ${node.name.text} =`, ...members.map((it) => `  | ${typeText(it, checker)}`)].join('\n')
}

/** The text before the body, on one line if it fits. */
function signatureText(node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ConstructorDeclaration): string {
  const text = node.getText()
  const head = node.body === undefined ? text : text.slice(0, node.body.getStart() - node.getStart())
  return withoutComments(head)
    .replace(/^export /, '')
    .replace(/^async |(?<=^function) \*/, '')
    .trim()
}

function classText(node: ts.ClassDeclaration, checker: ts.TypeChecker): string {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected
  const members = node.members.filter(
    (member) =>
      (ts.getCombinedModifierFlags(member) & hidden) === 0 && !(member.name && ts.isPrivateIdentifier(member.name)),
  )
  const heritage = (node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join('')
  const lines = members.map((member) => `  ${memberText(member, checker)}`)
  return [`class ${node.name?.text}${heritage} {`, ...lines, '}'].join('\n')
}

function memberText(member: ts.ClassElement, checker: ts.TypeChecker): string {
  if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) return signatureText(member)
  if (!ts.isPropertyDeclaration(member)) return member.getText()
  const isReadonly = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Readonly) !== 0
  const name = `${isReadonly ? 'readonly ' : ''}${member.name.getText()}${member.questionToken ? '?' : ''}`
  return `${name}: ${member.type?.getText() ?? typeText(checker.getTypeAtLocation(member), checker)}`
}

function typeText(type: ts.Type, checker: ts.TypeChecker): string {
  return checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('"', "'")
}

/** A table with its rows; of anything else the type. */
function variableText(node: ts.VariableDeclaration, checker: ts.TypeChecker): string {
  const name = node.name.getText()
  if (node.type !== undefined) return `const ${name}: ${node.type.getText()}`
  if (node.initializer !== undefined && isTable(node.initializer)) return `const ${withoutComments(node.getText())}`
  return `const ${name}: ${typeText(checker.getTypeAtLocation(node), checker)}`
}

function isTable(node: ts.Expression): boolean {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isTable(node.expression)
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)
}

/** Comments stand on lines of their own: what they say is said below the declaration. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm, '')
    .replaceAll(/^[ \t]*\/\/.*\n/gm, '')
    .replaceAll(/\n\s*\n/g, '\n')
}
