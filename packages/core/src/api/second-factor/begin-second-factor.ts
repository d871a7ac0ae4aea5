import { type BegunOwnCeremony, beginOwn, type OwnCeremonyBeginInput, sealOwn } from '../../assertion/begin-own.js'
import type { Context } from '../../context/context.js'

/** What `secondFactor.begin` takes: a session with `partial: true`, whose user has used a first factor. */
export type SecondFactorBeginInput = OwnCeremonyBeginInput

/** What `secondFactor.begin` returns: send `options` to the browser. */
export type BegunSecondFactor = BegunOwnCeremony

/** Begins a second factor: writes nothing. See `Passkeys`. */
export async function beginSecondFactor(context: Context, input: SecondFactorBeginInput): Promise<BegunSecondFactor> {
  return sealOwn(context, 'second-factor', await beginOwn(context, 'second-factor', input))
}
