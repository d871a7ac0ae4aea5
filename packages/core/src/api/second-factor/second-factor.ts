import { type BegunOwnCeremony, beginOwn, type OwnCeremonyBeginInput, sealOwn } from '../../assertion/begin-own.js'
import type { AssertionResult } from '../../assertion/finish-assertion.js'
import { finishOwn, type OwnCeremonyFinishInput } from '../../assertion/finish-own.js'
import { assessTogether } from '../../assurance/assess.js'
import type { Context } from '../../context/context.js'

/** What `secondFactor.begin` takes: a session with `partial: true`, whose user has used a first factor. */
export type SecondFactorBeginInput = OwnCeremonyBeginInput

/** What `secondFactor.begin` returns: send `options` to the browser. */
export type BegunSecondFactor = BegunOwnCeremony

/** Begins a second factor: writes nothing. See `Passkeys`. */
export async function beginSecondFactor(context: Context, input: SecondFactorBeginInput): Promise<BegunSecondFactor> {
  return sealOwn(context, 'second-factor', await beginOwn(context, 'second-factor', input))
}

/** What `secondFactor.finish` takes: the session is still partial. */
export type SecondFactorFinishInput = OwnCeremonyFinishInput

/** The sign-in is complete: your app makes its session. `assurance` is of session and passkey together. */
export type SecondFactor = AssertionResult<'second-factor'>

/** The user has used a passkey as the second factor. See `Passkeys`. */
export async function finishSecondFactor(context: Context, input: SecondFactorFinishInput): Promise<SecondFactor> {
  const { result, session, policy } = await finishOwn(context, 'second-factor', input)
  return { ...result, assurance: assessTogether(result.assurance, session, policy) }
}
