import { because, type ErrorNotes } from './error-cause.js'

/** Errors of ceremonies and accounts that say nothing about the response of the authenticator. */
export const accountErrors = {
  sign_in_failed: {
    causes: [
      because(
        'The passkey was removed on the server, and the device still offers it.',
        'The client has signaled it to the browser, which stops offering it where it can. Offer another sign-in method.',
      ),
      because('An admin suspended the passkey.', 'The support desk [reinstates it](../support-desk.md).'),
      because(
        'The user has passkeys from another environment, such as staging with the same RP ID.',
        'Give each environment an RP ID of its own.',
      ),
      because('Any other check failed.', 'Look up the original code in the log: it has a page of its own.'),
    ],
    log: 'The original code. This public code hides it, so that strangers learn nothing about an account.',
  },
  ceremony_invalid: {
    causes: [
      because(
        'The browser did not send the cookie `__Host-latchkey` (on `http:`, `latchkey`): cookies are blocked, or the page is of another site.',
        'Serve pages and routes from one site. Do not rewrite cookies in a proxy.',
      ),
      because(
        'A framework lost one of several `Set-Cookie` lines.',
        'Mount the handler as [its section](../mounting.md) shows.',
      ),
      because(
        'The processes have different secrets, or the old secret was removed too early.',
        'Give all processes the same `secret`. Keep the old one in the array for ten minutes after a rotation.',
      ),
      because('The ceremony was begun in another browser, or for another purpose.', 'Begin it again.'),
      because('The ceremony was refused five times.', 'Begin it again.'),
    ],
  },
  ceremony_expired: {
    causes: [
      because(
        'The user took longer than `ceremonySeconds`, five minutes by default.',
        'Begin again. The client does so for autofill.',
      ),
      because('The clocks of two servers differ.', 'Run NTP on all of them.'),
    ],
  },
  ceremony_spent: {
    causes: [
      because(
        'The request was sent twice: a double click, a retry of a proxy, the back button.',
        'Look whether the first one succeeded: the passkey exists, or the user is signed in.',
      ),
      because('A recorded response is replayed.', 'Nothing: it signs no one in.'),
    ],
  },
  account_changed: {
    causes: [
      because('A recovery, or an admin, ended every ceremony of this account that had begun.', 'Begin again.'),
      because('The account was purged.', 'Nothing is left to sign in to.'),
      because('Two sign-ups used the same ceremony.', 'Sign in instead.'),
    ],
  },
  code_invalid: {
    causes: [
      because('A typing mistake, or a code that was used.', 'Ask the user to compare it, and to try another one.'),
      because('The code is expired: an hour for an invitation, ten minutes for a one-time code.', 'Send a new one.'),
      because('The invitation was revoked, or a new set of recovery codes replaced this one.', 'Use the newest.'),
      because('Five wrong tries ended the code.', 'Send a new one. See [one-time codes](../one-time-codes.md).'),
    ],
    log: 'The code alone. The event `invitation.failed` or `otp.failed` counts the tries of each minute.',
  },
  code_required: {
    causes: [
      because(
        "The policy says `verifyBeforeEnroll: 'otp'` or `recovery: 'code-and-otp'`, or it says `firstPasskey: 'verified'`, the [rollout](../rollout.md) is over, and the user has no usable passkey.",
        'Show a field for the code, and send it as `otp`. See [one-time codes](../one-time-codes.md).',
      ),
    ],
  },
  cooling_down: {
    causes: [
      because(
        'The user has added a passkey, and `newPasskeyCooldown` protects the older ones and the recovery codes for a while.',
        'Ask for a [step-up](../step-up.md) with an older passkey, then repeat the action. See [the cool-down](../notify-users.md#the-cool-down).',
      ),
      because(
        'Your `session` does not name the passkey that has signed in.',
        'Set `passkeyId` in `methods` at each sign-in and step-up.',
      ),
    ],
  },
  recent_authentication_required: {
    causes: [
      because(
        'The sign-in is older than the policy allows, five minutes by default.',
        'Ask the user to sign in again, or run a [step-up](../step-up.md), then repeat the action.',
      ),
      because(
        '`authenticatedAt` of your `session` is in seconds, or is not renewed at a new sign-in.',
        'Return epoch milliseconds of the last sign-in.',
      ),
      because('The passkey that signed the session in was removed.', 'Ask the user to sign in again.'),
      because(
        "The policy says `enrollWith: 'strongest'`, and the session has a weaker method.",
        'Ask for a passkey or the second factor first.',
      ),
    ],
  },
  account_locked: {
    causes: [
      because(
        '`host.maySignIn` returned something else than `true`: the user is blocked or not confirmed yet.',
        'Tell the user how to reach you. The signature was right.',
      ),
    ],
  },
  already_registered: {
    causes: [
      because(
        'This device has a passkey for this account.',
        'Nothing is missing: say so, and offer to sign in with it.',
      ),
      because('The passkey was removed, and is registered again from an old request.', 'Create a new passkey.'),
    ],
  },
  limit_reached: {
    causes: [
      because(
        'The user has as many passkeys as `limit` allows, ten by default.',
        'Ask the user to remove one that is no longer used, or raise `limit`.',
      ),
      because('Suspended passkeys count.', 'An admin removes or reinstates them.'),
    ],
  },
  last_sign_in_method: {
    causes: [
      because('`removeLast` protects the last usable passkey.', 'Ask the user to add another one first.'),
      because(
        'Your app has other sign-in methods and does not say so.',
        'Write [`host.otherSignInMethods`](../accounts.md#managing).',
      ),
      because('Passkeys are mandatory, so the default is `never`.', 'Set `removeLast` if you want otherwise.'),
    ],
  },
  identifier_taken: {
    causes: [
      because('A user with this address or name exists.', 'Offer to sign in, or to recover the account.'),
      because('Two people signed up with it at the same moment.', '`issues` names the member. Ask for another one.'),
    ],
  },
  decline_refused: {
    causes: [
      because('Passkeys are mandatory, so there is no “Not now”.', 'Show no such button when `prompt` is `require`.'),
      because(
        '“Don’t ask again” was sent, and `prompt.never` is false.',
        'Show that button only if `never` of the prompt is true.',
      ),
    ],
  },
  authenticator_not_allowed: {
    causes: [
      because(
        'The model is not in `authenticators.allow`, or is in `authenticators.deny`.',
        'Tell users which devices you accept, or add the AAGUID.',
      ),
      because(
        'The kind is not allowed: synced or device-bound, platform or cross-platform.',
        'Set `kinds` and `attachment`, and `hints` so that browsers offer the right one.',
      ),
      because(
        'The authenticator does not report a model.',
        "Set `authenticators.unknown: 'allow'`, or require [attestation](../attestation.md).",
      ),
    ],
  },
  attestation_not_trusted: {
    causes: [
      because(
        'The device sent no attestation: synced passkeys have none.',
        'Require trust only where you hand out the devices. See [attestation](../attestation.md).',
      ),
      because('Its root is not in `trust.roots`.', 'Add the root of the vendor, or use `mds`.'),
      because('The metadata is out of date or could not be read.', '`admin.metadata.status` says so. Fetch it again.'),
    ],
    log: '`error.cause` has the code of the check that failed.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
