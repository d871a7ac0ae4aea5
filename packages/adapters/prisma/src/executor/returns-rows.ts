/** By the text: the texts never change, so each is looked at once. */
const known = new Map<string, boolean>()

/** Prisma has a method for statements that return rows, and one for the others. */
export function returnsRows(text: string): boolean {
  const answer = known.get(text) ?? judge(withoutParts(text))
  known.set(text, answer)
  return answer
}

function judge(outermost: string): boolean {
  const [verb] = /\b(?:select|insert|update|delete)\b/i.exec(outermost) ?? []
  return verb?.toLowerCase() === 'select' || /\breturning\b/i.test(outermost)
}

/** What a `with` contains is in parentheses, and so is every other statement within a statement. */
function withoutParts(text: string): string {
  const shorter = text.replace(/\([^()]*\)/g, '')
  return shorter === text ? text : withoutParts(shorter)
}
