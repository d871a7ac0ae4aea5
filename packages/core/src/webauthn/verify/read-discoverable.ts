import { type JsonObject, member } from '../parse/json-object.js'

/** Reads `credProps.rk`: the client reports that the credential is discoverable. Unsigned, so a hint and no proof. */
export function readDiscoverable(clientExtensionResults: JsonObject): { readonly discoverable?: boolean } {
  const properties = member(clientExtensionResults, 'credProps')
  if (typeof properties !== 'object' || properties === null) return {}
  const discoverable = member(properties as JsonObject, 'rk')
  return typeof discoverable === 'boolean' ? { discoverable } : {}
}
