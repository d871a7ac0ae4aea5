import { PasskeyError } from '../../errors.js'
import type { CborMap } from '../parse/cbor.js'
import { type JsonObject, member } from '../parse/json-object.js'
import { type Ceremony, type ExtensionName, formsOf } from './extension-outputs.js'

/** The requested extensions. Outputs of other extensions are ignored. */
export interface ExtensionRules {
  readonly ceremony: Ceremony
  readonly asked: readonly ExtensionName[]
}

/** The outputs of the client, and the signed ones of the authenticator. */
export interface ExtensionOutputs {
  readonly client: JsonObject
  readonly authenticator: CborMap | undefined
}

/**
 * Each output of a requested extension is well formed or absent: an extension may always be ignored.
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
