type Method = (input?: unknown) => unknown

/**
 * The methods, frozen, each of which refuses to be called with anything but one object. A method without a parameter, or
 * whose parameter has a default, may also be called without one.
 */
export function withInputs<Api extends object>(api: Api, place: readonly string[] = ['passkeys']): Api {
  const members = Object.entries(api).map(([name, member]) => [name, guarded(member, [...place, name])])
  return Object.freeze(Object.assign({}, api, Object.fromEntries(members)))
}

function guarded(member: unknown, place: readonly string[]): unknown {
  if (isMethod(member)) return withInput(member, place.join('.'))
  const isNamespace = typeof member === 'object' && member !== null && !Array.isArray(member) && !isLogger(member)
  return isNamespace ? withInputs(member, place) : member
}

/** Takes text, not an object. */
function isLogger(member: object): boolean {
  return 'warn' in member
}

function isMethod(member: unknown): member is Method {
  return typeof member === 'function'
}

function withInput(method: Method, name: string): Method {
  return (input) => {
    const isInput = input === undefined ? method.length === 0 : typeof input === 'object' && input !== null
    if (isInput) return input === undefined ? method() : method(input)
    return Promise.reject(new TypeError(`${name} takes one object; its type lists the members.`))
  }
}
