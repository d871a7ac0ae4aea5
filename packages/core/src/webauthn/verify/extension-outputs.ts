import { isBase64url } from '@latchkey/wire'
import { type JsonObject, member } from '../parse/json-object.js'

/** Does an output have the required form? Client outputs are JSON, authenticator outputs are decoded CBOR. */
type HasForm = (output: unknown) => boolean

/** The outputs of one extension in one ceremony. An absent member has no output. */
interface OutputForms {
  /** The client's output: unsigned, a hint at most. */
  readonly client?: HasForm
  /** The authenticator's output, signed. */
  readonly authenticator?: HasForm
  /** The name of the authenticator's output, if it differs. */
  readonly authenticatorName?: string
}

export type Ceremony = 'registration' | 'authentication'

const isBoolean: HasForm = (output) => typeof output === 'boolean'
const isBytes: HasForm = (output) => output instanceof Uint8Array
const isText: HasForm = (output) => typeof output === 'string' && isBase64url(output)
const isProtection: HasForm = (output) => output === 1 || output === 2 || output === 3
const isSmallCount: HasForm = (output) => Number.isInteger(output) && Number(output) >= 0 && Number(output) <= 255

/** One to three factors, three numbers each: https://www.w3.org/TR/webauthn-3/#sctn-uvm-extension */
const isUvm: HasForm = (output) =>
  Array.isArray(output) &&
  output.length >= 1 &&
  output.length <= 3 &&
  output.every((factor) => Array.isArray(factor) && factor.length === 3 && factor.every(Number.isInteger))

/** An object whose members, if present, have these forms. */
const isObjectOf =
  (forms: Readonly<Record<string, HasForm>>): HasForm =>
  (output) =>
    isObject(output) &&
    Object.entries(forms).every(([name, hasForm]) => {
      const value = member(output, name)
      return value === undefined || hasForm(value)
    })

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isThirtyTwoBytes: HasForm = (output) => isText(output) && String(output).length === 43

/** `first` is required, `second` is optional. */
const isPrfResults: HasForm = (output) =>
  isObjectOf({ first: isThirtyTwoBytes, second: isThirtyTwoBytes })(output) &&
  isObject(output) &&
  member(output, 'first') !== undefined

const isPrf = isObjectOf({ enabled: isBoolean, results: isPrfResults })

/**
 * The extensions whose outputs can be checked, and their forms.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-defined-extensions
 */
const extensionOutputs = {
  // What these say is unsigned and only a hint; whatever does not have their form was not said.
  appid: { registration: {}, authentication: {} },
  appidExclude: { registration: {}, authentication: {} },
  credProps: { registration: {}, authentication: {} },
  credProtect: { registration: { authenticator: isProtection }, authentication: {} },
  prf: {
    registration: { client: isPrf, authenticator: isBoolean, authenticatorName: 'hmac-secret' },
    authentication: { client: isPrf, authenticator: isBytes, authenticatorName: 'hmac-secret' },
  },
  largeBlob: {
    registration: { client: isObjectOf({ supported: isBoolean }) },
    authentication: { client: isObjectOf({ blob: isText, written: isBoolean }) },
  },
  credBlob: { registration: { authenticator: isBoolean }, authentication: { authenticator: isBytes } },
  minPinLength: { registration: { authenticator: isSmallCount }, authentication: {} },
  uvm: {
    registration: { client: isUvm, authenticator: isUvm },
    authentication: { client: isUvm, authenticator: isUvm },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Ceremony, OutputForms>>>>

/** An extension that can be requested. */
export type ExtensionName = keyof typeof extensionOutputs

/** The forms of one extension's outputs in a ceremony. */
export function formsOf(name: ExtensionName, ceremony: Ceremony): OutputForms {
  return extensionOutputs[name][ceremony]
}
