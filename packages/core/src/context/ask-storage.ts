import { PasskeyError } from '../errors.js'

/**
 * The answer of a storage, where it is plausible. A failed call is never repeated: it may have succeeded.
 *
 * @throws {PasskeyError} `storage_unavailable`
 */
export async function ask<Answer>(
  question: () => Promise<Answer>,
  isPlausible: (answer: Answer) => boolean = () => true,
): Promise<Answer> {
  try {
    const answer = await question()
    if (!isPlausible(answer)) throw new TypeError('The storage returned a result that does not match the request.')
    return answer
  } catch (cause) {
    throw new PasskeyError('storage_unavailable', { cause })
  }
}

/** The answer, where it is one of those that are known. */
export function oneOf<Outcome extends string>(
  known: readonly Outcome[],
  question: () => Promise<Outcome>,
): Promise<Outcome> {
  return ask(question, (outcome) => known.includes(outcome))
}

/** A whole number, 0 or more. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
