interface SerializableCredential<Response> extends Credential {
  toJSON(): Response
}

/**
 * The JSON of what `navigator.credentials` resolved with. Extensions of password managers answer in the browser's
 * place with objects that have no `toJSON`, or one that throws: those are read by hand, by code loaded only then.
 */
export async function credentialToJSON<Response>(credential: Credential | null): Promise<Response> {
  try {
    return (credential as SerializableCredential<Response>).toJSON()
  } catch {
    return (await import('./serialize-credential.js')).serializeCredential<Response>(credential)
  }
}
