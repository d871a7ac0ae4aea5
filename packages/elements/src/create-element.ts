/** The attributes of a new element. Those that are false or undefined are left out. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>

/** An element with attributes and children. Texts are text nodes: nothing is parsed as HTML. */
export function createElement<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  setAttributes(element, attributes)
  element.append(...children)
  return element
}

const drawings = {
  passkey:
    'M5.25 7.5a3.75 3.75 0 1 0 7.5 0a3.75 3.75 0 1 0-7.5 0M2.75 20.25v-1a5.5 5.5 0 0 1 5.5-5.5h2M13.75 12.75a3 3 0 1 0 6 0a3 3 0 1 0-6 0M16.75 15.75v6l1.75-1.5m-1.75-1.5 1.5-1.25',
  key: 'M3.75 15.5a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0M11.2 12.4l8.3-8.4m-3.4 3.4 2.9 2.9',
  synced: 'M7.25 18.5a4.25 4.25 0 0 1-.6-8.46 5.5 5.5 0 0 1 10.6 1.02 3.75 3.75 0 0 1 .25 7.44z',
} as const

/** A decorative icon next to text. Screen readers skip it. */
export function createIcon(name: keyof typeof drawings): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const icon = document.createElementNS(space, 'svg')
  setAttributes(icon, { viewBox: '0 0 24 24', part: 'icon', 'aria-hidden': 'true' })
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', drawings[name])
  icon.append(path)
  return icon
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
}
