/** Calls the API with its cookies: whether it succeeded, and the JSON of its response. */
export async function call(method, path, { query, body, signal } = {}) {
  const search = query ? `?${new URLSearchParams(query)}` : ''
  const response = await fetch(__API__ + path + search, {
    method,
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal,
  })
  const content = await response.json().catch(() => undefined)
  return { ok: response.ok, content }
}
