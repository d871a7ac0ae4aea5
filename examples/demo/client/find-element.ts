/** The element of this page, which the server always renders. */
export function findElement<Kind extends Element>(
  selector: string,
  kind: new () => Kind,
  within: ParentNode = document,
): Kind {
  const found = within.querySelector(selector)
  if (!(found instanceof kind)) throw new TypeError(`The page has no ${kind.name} '${selector}'.`)
  return found
}
