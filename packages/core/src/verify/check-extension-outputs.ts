import { PasskeyError } from '../errors.js'
import { type JsonObject, member } from '../parse/json-object.js'

/** What the client says about the credential it made; unsigned, so a hint and never a proof. */
export interface ExtensionHints {
  /** `credProps.rk` */
  readonly discoverable?: boolean
}

/**
 * Reads the outputs that were asked for. Outputs nobody asked for are ignored.
 *
 * @throws {PasskeyError} `extension_output_invalid` when an output that was asked for has not its form.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-authenticator-credential-properties-extension
 */
export function checkExtensionOutputs(results: JsonObject): ExtensionHints {
  const properties = member(results, 'credProps')
  if (properties === undefined) return {}
  if (typeof properties !== 'object' || properties === null) throw new PasskeyError('extension_output_invalid')
  const discoverable = member(properties as JsonObject, 'rk')
  if (discoverable === undefined) return {}
  if (typeof discoverable !== 'boolean') throw new PasskeyError('extension_output_invalid')
  return { discoverable }
}
