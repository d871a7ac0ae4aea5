/**
 * May an environment have this name? 1 to 100 characters, without quotes, backslash, `#` and control characters:
 * migrations print it into statements that have no parameters.
 */
export function isEnvironmentName(name: string): boolean {
  return /^[^'"\\#\p{C}]{1,100}$/u.test(name)
}

/** The rule of `isEnvironmentName`, for a message. */
export const environmentNameRule = 'must have 1 to 100 characters, without quotes, backslash, # and controls'
