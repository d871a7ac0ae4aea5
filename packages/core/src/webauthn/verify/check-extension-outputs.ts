import { PasskeyError } from '../../errors.js'
import type { CborMap } from '../parse/cbor.js'
import { type JsonObject, member } from '../parse/json-object.js'
import { type Ceremony, type ExtensionName, formsOf } from './extension-outputs.js'

/** Which extensions were asked for. The outputs of others, which nobody asked for, are not looked at. */
export interface ExtensionRules {
  readonly ceremony: Ceremony
  readonly asked: readonly ExtensionName[]
}

/** What came back, from the client and, signed, from the authenticator. */
export interface ExtensionOutputs {
  readonly client: JsonObject
  readonly authenticator: CborMap | undefined
}

/**
 * Each output of an extension that was asked for has its form, or is not there: an extension may always be ignored.
 *
 * @throws {PasskeyError} `extension_output_invalid`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-extensions
 */
export function checkExtensionOutputs(outputs: ExtensionOutputs, { ceremony, asked }: ExtensionRules): void {
  for (const name of asked) {
    const forms = formsOf(name, ceremony)
    const said = member(outputs.client, name)
    const signed = outputs.authenticator?.get(forms.authenticatorName ?? name)
    const isSaidWell = said === undefined || forms.client === undefined || forms.client(said)
    const isSignedWell = signed === undefined || forms.authenticator === undefined || forms.authenticator(signed)
    if (!isSaidWell || !isSignedWell) throw new PasskeyError('extension_output_invalid')
  }
}
