import { because, type ErrorNotes } from './error-cause.js'

/** Errors of a request, before any ceremony is looked at. */
export const requestErrors = {
  malformed: {
    causes: [
      because(
        'The page sends another body than the route takes.',
        'Call the routes with [`@latchkey/browser`](../browser.md). For a profile, `issues` names each field.',
      ),
      because(
        'Your code passes a wrong value to a method, such as a name of 101 characters or a `limit` of 0.',
        'Read `error.cause`: its message names the value.',
      ),
      because('A proxy changed the body or its content type.', 'Send JSON as `application/json`, unchanged.'),
    ],
    log: '`error.cause` says which member is wrong.',
  },
  too_large: {
    causes: [
      because(
        'The profile has more than 2,000 bytes of JSON, or the body more than 256 KiB.',
        'Send less: a profile has only what your app needs to create the user.',
      ),
      because('A stranger tries what the server accepts.', 'Nothing: the body was not parsed.'),
    ],
  },
  cross_site: {
    causes: [
      because(
        'The origin of the page is not configured: another port, `127.0.0.1` for `localhost`, `www.`, a preview deployment.',
        'Add the exact origin to `relyingParty.origins`. Open local pages at `http://localhost`.',
      ),
      because(
        'The request has no `Origin` header: curl, a test, a native app.',
        'Send `Origin` by hand, with a configured origin.',
      ),
      because('A proxy removes or rewrites `Origin`.', 'Pass the header on unchanged.'),
      because('Another site calls your routes.', 'Nothing: that is what the check is for.'),
    ],
    log: 'Without `onRefused`, one line a minute: the origin that was seen, and those that are configured. A page on `localhost` gets the same line as `detail`.',
  },
  not_found: {
    causes: [
      because(
        'The path or the method is not a route that you serve.',
        "Compare `serve` and `basePath` of [the handler](../mounting.md). Groups such as `'admin'` must be in `serve`.",
      ),
      because(
        'The passkey, invitation or endpoint was removed meanwhile, or belongs to another user.',
        'Load the list again.',
      ),
      because(
        'A step-up or a second factor was asked of a user without a usable passkey.',
        'Offer another factor. See [the second factor](../second-factor.md#which-sessions-can-use-it).',
      ),
    ],
    log: 'For a path that was probably meant for the handler: one line with the path and the `basePath`.',
  },
  not_signed_in: {
    causes: [
      because('The session has ended.', 'Show the sign-in page.'),
      because(
        'Your `session` function returns null although the user is signed in.',
        'Log what it sees. The cookie must be sent to the path of the handler: `Path=/`.',
      ),
      because(
        'The session is `partial`: a second factor is still missing.',
        'Complete it first: [the second factor](../second-factor.md).',
      ),
    ],
  },
  forbidden: {
    causes: [
      because('`authorizeAdmin` returned null.', 'Check which admins may do this `action`.'),
      because(
        'The admin acts outside their scope: another organization, or the environment.',
        'See [scopes](../accounts.md#administering).',
      ),
      because(
        "The policy does not allow it: `use`, `recovery: 'off'`, `adminsMayEnroll: false`.",
        'Change [the policy](../policy.md), or do not offer the action.',
      ),
      because('Another user is signed in at this browser.', 'Sign out first.'),
      because(
        'A one-time code is required, and `host.sendCode` is missing.',
        'Write [`host.sendCode`](../one-time-codes.md).',
      ),
    ],
  },
  passkeys_off: {
    causes: [
      because(
        'The policy has no `mode`: a new environment is `off`.',
        "Write `policy: { mode: 'optional' }`, or set it on the policy page.",
      ),
      because(
        'An admin switched passkeys off, for everyone or for this organization.',
        '`policy.effective()` returns the mode, and the layer that set it.',
      ),
      because('A process has the old policy.', 'Wait ten seconds: a change takes effect everywhere within that time.'),
    ],
    log: 'At start-up, one line if `policy.mode` is not set.',
  },
  policy_invalid: {
    causes: [
      because(
        'A field has a value that does not exist, or a wrong type.',
        '`issues` says for each field what to write.',
      ),
      because(
        'Two fields contradict each other.',
        'See [the rules between fields](../policy.md#rules-between-fields).',
      ),
    ],
  },
  version_conflict: {
    causes: [
      because(
        'Another admin saved the policy after this page was loaded.',
        'Load the policy again, show both, and let the admin decide.',
      ),
    ],
  },
  too_many_tries: {
    causes: [
      because(
        'Many users share one address, or your app sees the address of its proxy.',
        'Read the address that the proxy sets in [`clientAddress`](../rate-limits.md). Raise `limits` for crowded networks.',
      ),
      because('A script tries codes or ceremonies.', 'Nothing: `Retry-After` says how long it waits.'),
      because('A user asked for more than five one-time codes in an hour.', 'Ask the user to wait.'),
    ],
    log: '`error.limit` has the name of the limit, its size and the seconds until it is over.',
  },
  storage_unavailable: {
    causes: [
      because('The tables are not migrated.', 'Run `npx latchkey migrate`, or `await storage.schema.migrate()`.'),
      because(
        'The database cannot be reached, or its pool is exhausted.',
        'Check the connection. Nothing was stored; the user may try again.',
      ),
      because(
        'A transaction was undone more often than it is repeated.',
        'Look for long transactions of your own. See [reliability](../reliability.md).',
      ),
      because(
        'An adapter of your own returns something else than the contract says.',
        'Run the [conformance suite](../write-an-adapter.md).',
      ),
    ],
    log: 'Without `onRefused`, one line a minute: the message of the schema error, or the code of the driver. `error.cause` is the driver’s error.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
