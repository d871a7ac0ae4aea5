import type { Context } from '../context/context.js'
import { type BegunConfirm, beginConfirm, type ConfirmBeginInput } from './confirm/begin-confirm.js'
import { type Confirm, type ConfirmFinishInput, finishConfirm } from './confirm/finish-confirm.js'
import type { InputMembers } from './input-members.js'
import {
  type BegunSecondFactor,
  beginSecondFactor,
  finishSecondFactor,
  type SecondFactor,
  type SecondFactorBeginInput,
  type SecondFactorFinishInput,
} from './second-factor/second-factor.js'
import {
  type BegunStepUp,
  beginStepUp,
  finishStepUp,
  type StepUp,
  type StepUpBeginInput,
  type StepUpFinishInput,
} from './step-up/step-up.js'

/** The ceremonies in which a user with a session responds with one of their own passkeys. */
export interface OwnCeremonyApi {
  /** A passkey after another method, such as a password: only for a session that is `partial`. */
  readonly secondFactor: {
    /**
     * Returns the options of a second factor and its sealed ceremony; writes nothing. Lists only the user's own
     * passkeys: the 20 that were used most recently.
     *
     * @throws {PasskeyError} `not_signed_in`
     * @throws {PasskeyError} `forbidden` for a session that is not `partial`, a delegated one, and where passkeys are
     *   a first factor only.
     * @throws {PasskeyError} `not_found` for a user without a usable passkey.
     * @throws {PasskeyError} `recent_authentication_required` for a first factor (`authenticatedAt`) of more than an hour
     *   ago, and a session whose passkey was removed.
     * @throws {PasskeyError} `passkeys_off`, `malformed`, `storage_unavailable`
     */
    begin(input: SecondFactorBeginInput): Promise<BegunSecondFactor>
    /**
     * The user has used the second factor, exactly once for this ceremony, and the use is recorded. `assurance` is
     * what the session and the passkey prove together.
     *
     * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`, `ceremony_spent`
     * @throws {PasskeyError} `not_signed_in`; `forbidden` for the session of another user or organization, and as at
     *   begin.
     * @throws {PasskeyError} `recent_authentication_required` as at begin, with the age measured at begin.
     * @throws {PasskeyError} `account_changed` if the account was recovered, purged or invalidated since begin.
     * @throws {PasskeyError} otherwise as `signIn.finish`.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: SecondFactorFinishInput): Promise<SecondFactor>
  }
  /** The signed-in user proves presence again before a sensitive action. Creates no session. */
  readonly stepUp: {
    /**
     * Returns the options of a step-up and its sealed ceremony; writes nothing. User verification is always required.
     *
     * @throws {PasskeyError} `not_signed_in`; `forbidden` for a delegated session.
     * @throws {PasskeyError} `not_found` for a user without a usable passkey.
     * @throws {PasskeyError} `passkeys_off`, `malformed`, `recent_authentication_required`, `storage_unavailable`
     * @throws {TypeError} for a `maxAge` that is not 1 to 86400 seconds.
     */
    begin(input: StepUpBeginInput): Promise<BegunStepUp>
    /**
     * The user is present and verified, exactly once for this ceremony. The result is valid until `expiresAt`.
     *
     * @throws {PasskeyError} as `secondFactor.finish`.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: StepUpFinishInput): Promise<StepUp>
  }
  /** The signed-in user confirms one action. Its digest is in the challenge that the passkey signs. Creates no session. */
  readonly confirm: {
    /**
     * Returns the options of a confirmation, its sealed ceremony, and the payload to show; writes nothing. Text in the
     * payload is not normalized, so two spellings of one letter are two payloads.
     *
     * @throws {PasskeyError} `forbidden` for a delegated session, and where `host.describeConfirm` refuses.
     * @throws {PasskeyError} otherwise as `stepUp.begin`.
     * @throws {TypeError} for a payload that is not plain JSON, or is larger than 16 kB or deeper than 16 levels.
     */
    begin(input: ConfirmBeginInput): Promise<BegunConfirm>
    /**
     * The user's passkey has signed this payload, exactly once for this ceremony. Act on the `payload` of the result.
     *
     * @throws {PasskeyError} `challenge_mismatch` for another payload.
     * @throws {PasskeyError} otherwise as `secondFactor.finish`.
     * @throws {TypeError} for a payload that is not plain JSON.
     * @see https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
     */
    finish(input: ConfirmFinishInput): Promise<Confirm>
  }
}

export function ownCeremonies(context: Context): OwnCeremonyApi {
  return {
    secondFactor: {
      begin: (input) => beginSecondFactor(context, input),
      finish: (input) => finishSecondFactor(context, input),
    },
    stepUp: {
      begin: (input) => beginStepUp(context, input),
      finish: (input) => finishStepUp(context, input),
    },
    confirm: {
      begin: (input) => beginConfirm(context, input),
      finish: (input) => finishConfirm(context, input),
    },
  }
}

const begin = { relyingPartyId: 0, session: 0, organizationId: 0, binding: 0 }
const finish = { relyingPartyId: 0, ceremony: 0, response: 0, binding: 0, session: 0, clientAddress: 0 }

/** The members of their inputs. */
export const ownCeremonyInputs: InputMembers<OwnCeremonyApi> = {
  secondFactor: { begin, finish },
  stepUp: { begin: { ...begin, maxAge: 0 }, finish },
  confirm: { begin: { ...begin, payload: 0 }, finish: { ...finish, payload: 0 } },
}
