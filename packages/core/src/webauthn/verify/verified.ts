declare const brand: unique symbol

/** A value that every check of its ceremony has passed. Only `markVerified` makes one. */
export type Verified<Value> = Value & { readonly [brand]: 'verified' }

const marked = new WeakSet<object>()

/** Freezes the value and marks it as proven. For the two verifying functions alone. */
export function markVerified<Value extends object>(value: Value): Verified<Value> {
  marked.add(value)
  return Object.freeze(value) as Verified<Value>
}

/** Plain JavaScript can pass anything where TypeScript demands a proof; this does not let it. */
export function assertVerified(value: object): void {
  if (!marked.has(value)) throw new TypeError('This value was not made by verifyAssertion or verifyRegistration.')
}
