declare const brand: unique symbol

/** A value that has passed every check of its ceremony. Only `markVerified` creates one. */
export type Verified<Value> = Value & { readonly [brand]: 'verified' }

const marked = new WeakSet<object>()

/** Freezes the value and marks it as verified. Only the two verifying functions may call this. */
export function markVerified<Value extends object>(value: Value): Verified<Value> {
  marked.add(value)
  return Object.freeze(value) as Verified<Value>
}

/** Plain JavaScript can pass any value where TypeScript requires a verified one. This check refuses it. */
export function assertVerified(value: object): void {
  if (!marked.has(value)) throw new TypeError('This value is not a result of verifyAssertion or verifyRegistration.')
}
