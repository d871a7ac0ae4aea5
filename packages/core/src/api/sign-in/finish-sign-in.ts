import {
  type AdmissionFacts,
  type AssertionResult,
  type AssertionRules,
  finishAssertion,
} from '../../assertion/finish-assertion.js'
import type { Binding, SignInCeremony } from '../../ceremony/ceremony.js'
import type { Context } from '../../context/context.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { PasskeyError } from '../../errors.js'
import { checkFirstFactor, checkMode, looksUpNames } from '../../policy/policy-checks.js'
import { checkUserVerification } from '../../webauthn/verify/check-user-verification.js'

/** What `signIn.finish` takes. */
export interface SignInFinishInput extends RelyingPartyInput {
  readonly ceremony: string
  /** The result of `credential.toJSON()`, unchanged. */
  readonly response: unknown
  readonly binding: Binding
  /**
   * The address of the request. Only the number of addresses is stored, with refusals before a signature.
   *
   * @default not counted
   */
  readonly clientAddress?: string | undefined
}

/** A user has signed in. Your app creates its session. */
export type SignIn = AssertionResult<'sign-in'>

/** The owner of the passkey has signed in, exactly once for this ceremony; the use is recorded. See `Passkeys`. */
export async function finishSignIn(context: Context, input: SignInFinishInput): Promise<SignIn> {
  const ceremony = await context.envelopes.open('sign-in', input.ceremony, input.binding)
  return context.refusedFinishes.run(ceremony, async () => {
    const { response, clientAddress } = input
    const { result } = await finishAssertion(context, { ceremony, response, clientAddress }, rulesFor(ceremony))
    return result
  })
}

function rulesFor(ceremony: SignInCeremony): AssertionRules<'sign-in'> {
  return { purpose: 'sign-in', policyOf: 'organization', check: (facts) => checkPolicy(ceremony, facts) }
}

/** What was requested was checked with the signature; this checks today's policy. Both must be met. */
function checkPolicy(ceremony: SignInCeremony, { policy, passkey, assertion }: AdmissionFacts): void {
  checkMode(policy)
  checkFirstFactor(policy)
  const usernameless = ceremony.ownerDigest === undefined
  if (usernameless ? policy.flow === 'classic' : policy.flow === 'smart') throw new PasskeyError('forbidden')
  if (passkey.discoverable === false && !looksUpNames(policy)) throw new PasskeyError('credential_not_allowed')
  checkUserVerification(assertion, policy.userVerification.signIn)
}
