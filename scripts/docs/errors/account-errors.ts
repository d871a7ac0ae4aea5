import { because, type ErrorNotes } from './error-cause.js'

/** Errors of ceremonies and accounts that say nothing about the authenticator response. */
export const accountErrors = {
  sign_in_failed: {
    causes: [
      because(
        'The passkey was removed on the server, and the device still offers it.',
        'Offer another sign-in method. The client reports the removed passkey to the browser. Browsers that support this stop offering the passkey.',
      ),
      because('An admin suspended the passkey.', 'The support desk [reinstates it](../support-desk.md).'),
      because(
        'The user has a passkey from another environment, such as staging, that has the same RP ID.',
        'Give each environment its own RP ID.',
      ),
      because('Another check failed.', 'Find the original code in the log, and read its page.'),
    ],
    details: '`code` is the original code. The response hides it, so that it reveals nothing about an account.',
  },
  ceremony_invalid: {
    causes: [
      because(
        'The browser did not send the cookie `__Host-latchkey` (`latchkey` over `http:`). It blocks cookies, or the page and the routes are on different sites.',
        'Serve the pages and the routes from one site. Do not rewrite cookies in a proxy.',
      ),
      because(
        'The response has several `Set-Cookie` headers, and the framework lost one of them.',
        'Mount the handler as shown for [your framework](../mounting.md).',
      ),
      because(
        'The processes have different secrets, or the old secret was removed too early.',
        'Give all processes the same `secret`. After a rotation, leave the old secret in the array for ten minutes.',
      ),
      because('The ceremony was begun in another browser, or for another purpose.', 'Begin again.'),
      because('The ceremony failed five times.', 'Begin again.'),
    ],
  },
  ceremony_expired: {
    causes: [
      because(
        'The user took longer than `ceremonySeconds`. The default is five minutes.',
        'Begin again. For autofill, the client does this itself.',
      ),
      because('The clocks of two servers differ.', 'Synchronize the clocks with NTP.'),
    ],
  },
  ceremony_spent: {
    causes: [
      because(
        'The request was sent twice, for example by a double click, a proxy’s retry or the back button.',
        'Check whether the first request succeeded. If it did, the passkey exists or the user is signed in.',
      ),
      because('A recorded response was replayed.', 'No action is needed. Latchkey signed no user in.'),
    ],
  },
  account_changed: {
    causes: [
      because('A recovery or an admin invalidated all open ceremonies of this account.', 'Begin again.'),
      because('The account was purged.', 'The user cannot sign in to this account anymore.'),
      because('Two sign-ups used the same ceremony.', 'Ask the user to sign in instead.'),
    ],
  },
  code_invalid: {
    causes: [
      because(
        'The user mistyped the code, or the code was already used.',
        'Ask the user to check the code, or to use another one.',
      ),
      because(
        'The code is expired. An invitation is valid for one hour, a one-time code for ten minutes.',
        'Send a new code.',
      ),
      because(
        'The invitation was revoked, or a newer set of recovery codes replaced this one.',
        'Ask the user for the newest code.',
      ),
      because(
        'The code was entered incorrectly five times.',
        'Send a new code. See [one-time codes](../one-time-codes.md).',
      ),
    ],
    details: 'The event `invitation.failed` or `otp.failed` counts the attempts of each minute.',
  },
  code_required: {
    causes: [
      because(
        "The policy has `verifyBeforeEnroll: 'otp'` or `recovery: 'code-and-otp'`.",
        'Show a field for the code, and send its value as `otp`. See [one-time codes](../one-time-codes.md).',
      ),
      because(
        "The policy has `firstPasskey: 'verified'`, the [rollout](../rollout.md) has ended, and the user has no usable passkey.",
        'Ask for a code in the same way.',
      ),
    ],
  },
  cooling_down: {
    causes: [
      because(
        'The user added a passkey recently. `newPasskeyCooldown` protects the older passkeys and the recovery codes.',
        'Ask for a [step-up](../step-up.md) with an older passkey, then repeat the action. See [the cool-down](../notify-users.md#the-cool-down).',
      ),
      because(
        'Your `session` does not say which passkey the user signed in with.',
        'Set `passkeyId` in `methods` at each sign-in and step-up.',
      ),
    ],
  },
  recent_authentication_required: {
    causes: [
      because(
        'The sign-in is older than the policy allows. The default is five minutes.',
        'Ask the user to sign in again, or run a [step-up](../step-up.md). Then repeat the action.',
      ),
      because(
        'Your `session` returns `authenticatedAt` in seconds, or does not update it at a new sign-in.',
        'Return the time of the last sign-in in milliseconds since the epoch.',
      ),
      because('The passkey that the user signed in with was removed.', 'Ask the user to sign in again.'),
      because(
        "The policy has `enrollWith: 'strongest'`, and the user signed in with a weaker method.",
        'Ask for a passkey or the second factor first.',
      ),
    ],
  },
  account_locked: {
    causes: [
      because(
        '`host.maySignIn` did not return `true`, for example because the user is blocked or not confirmed yet.',
        'Tell the user how to contact you. The signature was valid.',
      ),
    ],
  },
  already_registered: {
    causes: [
      because(
        'The device already has a passkey for this account.',
        'Tell the user so, and offer to sign in with that passkey.',
      ),
      because('The passkey was removed, and an old request registers it again.', 'Create a new passkey.'),
    ],
  },
  limit_reached: {
    causes: [
      because(
        'The user has as many passkeys as `limit` allows. The default is ten.',
        'Ask the user to remove an unused passkey, or raise `limit`.',
      ),
      because('Suspended passkeys count toward the limit.', 'An admin removes or reinstates them.'),
    ],
  },
  last_sign_in_method: {
    causes: [
      because('`removeLast` protects the last usable passkey.', 'Ask the user to add another passkey first.'),
      because(
        'Your app has other sign-in methods and does not report them.',
        'Implement [`host.otherSignInMethods`](../accounts.md#managing).',
      ),
      because(
        'Passkeys are mandatory, so `removeLast` is `never` by default.',
        'Set `removeLast` if users may remove their last passkey.',
      ),
    ],
  },
  identifier_taken: {
    causes: [
      because('A user with this e-mail address or user name exists.', 'Offer to sign in, or to recover the account.'),
      because('Two users signed up with it at the same moment.', 'Ask for another one. `issues` names the field.'),
    ],
  },
  decline_refused: {
    causes: [
      because(
        'Passkeys are mandatory, so the user cannot answer “Not now”.',
        'Hide this button when `prompt` is `require`.',
      ),
      because(
        'The user answered “Don’t ask again”, and the policy has `prompt.never: false`.',
        'Show this button only if `never` of the prompt is true.',
      ),
    ],
  },
  authenticator_not_allowed: {
    causes: [
      because(
        'The model is not in `authenticators.allow`, or is in `authenticators.deny`.',
        'Tell users which devices you accept, or add the model’s AAGUID.',
      ),
      because(
        'The policy does not allow this kind of passkey: synced or device-bound, platform or cross-platform.',
        'Set `kinds` and `attachment`. Set `hints` so that browsers offer the right kind.',
      ),
      because(
        'The authenticator does not report its model.',
        "Set `authenticators.unknown: 'allow'`, or require [attestation](../attestation.md).",
      ),
    ],
  },
  attestation_not_trusted: {
    causes: [
      because(
        'The device sent no attestation. Synced passkeys have none.',
        'Require trust only where you issue the devices. See [attestation](../attestation.md).',
      ),
      because('The root certificate is not in `trust.roots`.', 'Add the vendor’s root certificate, or use `mds`.'),
      because(
        'The metadata is out of date, or could not be read.',
        'Check `admin.metadata.status`, then fetch the metadata again.',
      ),
    ],
    details: '`cause` has the code of the check that failed.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
