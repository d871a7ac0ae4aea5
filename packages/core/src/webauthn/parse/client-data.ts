import { malformedMember, member, readObject, readString, readWithCode } from './json-object.js'

/**
 * The members of the signed client data that are checked.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictionary-client-data
 */
export interface ClientData {
  readonly type: string
  readonly challenge: string
  readonly origin: string
  readonly crossOrigin: boolean
  readonly topOrigin?: string
}

/** The names of the checked members, as in JSON. */
const checked = ['"type"', '"challenge"', '"origin"', '"crossOrigin"', '"topOrigin"'] as const

const code = 'malformed_client_data'
const rules = { code, prefix: 'clientDataJSON.' } as const

/** Fatal: an invalid UTF-8 byte must not become U+FFFD. A leading BOM is dropped here and stays in the hash. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses clientDataJSON. Unknown members and any order are accepted. A checked name that appears twice is refused,
 * because two parsers could then read two different values.
 *
 * @throws {PasskeyError} `malformed_client_data`
 */
export function parseClientData(bytes: Uint8Array): ClientData {
  return readWithCode(code, () => readText(utf8.decode(bytes)))
}

function readText(text: string): ClientData {
  const clientData = readObject(JSON.parse(text), { code, name: 'clientDataJSON' })
  refuseDuplicates(text)
  const crossOrigin = member(clientData, 'crossOrigin')
  if (crossOrigin !== undefined && typeof crossOrigin !== 'boolean') {
    throw malformedMember({ code, name: 'clientDataJSON.crossOrigin' }, 'is not a boolean')
  }
  const common = {
    type: readString(clientData, 'type', rules),
    challenge: readString(clientData, 'challenge', rules),
    origin: readString(clientData, 'origin', rules),
    crossOrigin: crossOrigin === true,
  }
  if (member(clientData, 'topOrigin') === undefined) return common
  return { ...common, topOrigin: readString(clientData, 'topOrigin', rules) }
}

/** `JSON.parse` has accepted the text, so strings and brackets are well formed. */
function refuseDuplicates(text: string): void {
  // Without escapes, a name can only be duplicated if its quoted text appears twice.
  const mayAppearTwice = text.includes('\\') || checked.some((name) => appearsTwice(name, text))
  if (!mayAppearTwice) return
  const names = topLevelNames(text)
  if (checked.some((name) => appearsTwice(name, names))) {
    throw malformedMember({ code, name: 'clientDataJSON' }, 'has a checked name twice')
  }
}

function appearsTwice(name: string, where: string | readonly string[]): boolean {
  return where.indexOf(name) !== where.lastIndexOf(name)
}

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const opening: ReadonlySet<number> = new Set([0x7b, 0x5b])
const closing: ReadonlySet<number> = new Set([0x7d, 0x5d])
const whiteSpace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d])

/** With quotation marks, without escapes. */
function topLevelNames(text: string): string[] {
  const names: string[] = []
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === quote) {
      const end = endOfString(text, at)
      if (depth === 1 && isFollowedByColon(text, end)) names.push(withoutEscapes(text.slice(at, end)))
      at = end - 1
    } else if (opening.has(character)) depth++
    else if (closing.has(character)) depth--
  }
  return names
}

function withoutEscapes(quoted: string): string {
  return quoted.includes('\\') ? `"${JSON.parse(quoted)}"` : quoted
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at + 1
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from
  while (whiteSpace.has(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === colon
}
