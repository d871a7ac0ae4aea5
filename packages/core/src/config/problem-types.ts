import { errorTable, isPasskeyErrorCode, type PasskeyErrorCode } from '@latchkey/wire'

/** The `type` of the problem of each code. A code without one has `about:blank`. */
export type ProblemTypes = Readonly<Partial<Record<PasskeyErrorCode, string>>>

/**
 * The `type` of the problem of every code. The codes are a closed set, so a function that fails for one of them fails
 * at start-up, not in the response to a request.
 *
 * @throws {TypeError} naming the code, if the function does not return an absolute URL.
 */
export function resolveProblemTypes(typeOf: ((code: PasskeyErrorCode) => string | URL) | undefined): ProblemTypes {
  if (!typeOf) return Object.freeze({})
  const codes = Object.keys(errorTable).filter(isPasskeyErrorCode)
  return Object.freeze(Object.fromEntries(codes.map((code) => [code, absoluteUrl(typeOf(code), code)])))
}

/** A relative one would be resolved against the path of the request (RFC 9457, section 3.1.1). */
function absoluteUrl(value: unknown, code: PasskeyErrorCode): string {
  const text = value instanceof URL ? value.href : value
  if (typeof text === 'string' && URL.canParse(text)) return new URL(text).href
  throw new TypeError(
    `createPasskeys: problemTypes('${code}') must return an absolute URL; ` +
      "write problemTypes: (code) => new URL(code, 'https://docs.example.com/errors/')",
  )
}
