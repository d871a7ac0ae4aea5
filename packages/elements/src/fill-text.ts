/** A text with values in the place of `{name}`. What is not among the values stays. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return splitText(text, values).join('')
}

/** The same as nodes, for values that are elements. */
export function fillNodes(text: string, values: Readonly<Record<string, Node>>): readonly (Node | string)[] {
  return splitText(text, values)
}

function splitText<Value>(text: string, values: Readonly<Record<string, Value>>): readonly (Value | string)[] {
  const known = new Map(Object.entries(values))
  return text.split(/(\{\w+\})/).map((part) => known.get(part.slice(1, -1)) ?? part)
}
