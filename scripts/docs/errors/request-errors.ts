import { because, type ErrorNotes } from './error-cause.js'

/** Errors of a request, before its ceremony is read. */
export const requestErrors = {
  malformed: {
    causes: [
      because(
        'The page sends a body that the route does not accept.',
        'Call the routes with [`@latchkey/browser`](../browser.md). If a profile is wrong, `issues` names each field.',
      ),
      because(
        'Your code passes an invalid value to a method, such as a name of 101 characters or a `limit` of 0.',
        'Read the message of `error.cause`. It names the value.',
      ),
      because(
        'A proxy changed the body or its content type.',
        'Configure the proxy to forward the body unchanged, as `application/json`.',
      ),
    ],
    details: 'The message of `cause` says what is wrong.',
  },
  too_large: {
    causes: [
      because(
        'The profile has more than 2,000 bytes of JSON, or the body more than 256 KiB.',
        'Send less. A profile needs only the data to create the user.',
      ),
      because('An attacker sends large requests.', 'No action is needed. Latchkey does not parse such a body.'),
    ],
  },
  cross_site: {
    causes: [
      because(
        'The page’s origin is not configured: another port, `127.0.0.1` instead of `localhost`, `www.`, a preview deployment.',
        'Add the exact origin to `relyingParty.origins`. Open local pages at `http://localhost`.',
      ),
      because(
        'The request has no `Origin` header. Browsers send it; curl, tests and native apps do not.',
        'Send an `Origin` header with a configured origin.',
      ),
      because('A proxy removes or rewrites `Origin`.', 'Configure the proxy to forward the header unchanged.'),
      because('Another site calls your routes.', 'No action is needed. Latchkey refused the request.'),
    ],
    logged:
      'one line per minute, with the request’s origin and the configured origins. If the page is on `localhost`, the `detail` of the response has the same line.',
  },
  not_found: {
    causes: [
      because(
        'The path or the HTTP method is not a route that you serve.',
        "Check `serve` and `basePath` of [the handler](../mounting.md). A group of routes, such as `'admin'`, must be in `serve`.",
      ),
      because('The passkey, invitation or endpoint was removed, or belongs to another user.', 'Load the list again.'),
      because(
        'The user has no usable passkey for a step-up or a second factor.',
        'Offer another factor. See [the second factor](../second-factor.md#which-sessions-can-use-it).',
      ),
    ],
    logged: 'one line with the path and the `basePath`, if the request reached the handler but is outside `basePath`.',
  },
  not_signed_in: {
    causes: [
      because('The session has ended.', 'Show the sign-in page.'),
      because(
        'Your `session` function returns null although the user is signed in.',
        'Log the request that `session` receives. The browser must send your session cookie to the handler’s path: set `Path=/`.',
      ),
      because(
        'The session is `partial`: the user has not completed the second factor.',
        'Ask for [the second factor](../second-factor.md) first.',
      ),
    ],
  },
  forbidden: {
    causes: [
      because('`authorizeAdmin` returned null.', 'Check which admins may perform this `action`.'),
      because(
        'The admin acts outside their scope: in another organization, or in the environment.',
        'See [scopes](../accounts.md#administering).',
      ),
      because(
        "The policy does not allow the action: `use`, `recovery: 'off'`, `adminsMayEnroll: false`.",
        'Change [the policy](../policy.md), or do not offer the action.',
      ),
      because('Another user is signed in in this browser.', 'Ask this user to sign out first.'),
      because(
        'The policy requires a one-time code, and `host.sendCode` is missing.',
        'Implement [`host.sendCode`](../one-time-codes.md).',
      ),
    ],
  },
  passkeys_off: {
    causes: [
      because(
        'The policy has no `mode`. The default is `off`.',
        "Set `policy: { mode: 'optional' }`, or set the mode on the policy page.",
      ),
      because(
        'An admin switched passkeys off, for everyone or for this organization.',
        'Call `policy.effective()`. It returns the mode and the layer that set it.',
      ),
      because(
        'The process still has the previous policy.',
        'Wait ten seconds. By then, a change takes effect in every process.',
      ),
    ],
    logged: 'one line at startup if `policy.mode` is not set.',
  },
  policy_invalid: {
    causes: [
      because('A field has an unknown value or a wrong type.', 'Read `issues`. For each field it says what to write.'),
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
        'Load the policy again, show both versions, and let the admin decide.',
      ),
    ],
  },
  too_many_tries: {
    causes: [
      because(
        'Many users share one address, or your app sees the address of its proxy.',
        'Return the address that the proxy reports in [`clientAddress`](../rate-limits.md). Raise `limits` for networks with many users.',
      ),
      because(
        'A script tries codes or begins ceremonies.',
        'No action is needed. `Retry-After` says how long the client must wait.',
      ),
      because('A user requested more than five one-time codes in an hour.', 'Ask the user to wait.'),
    ],
    details: '`limit` has the name of the limit, its size and the number of seconds until it ends.',
  },
  storage_unavailable: {
    causes: [
      because('The tables are not migrated.', 'Run `npx latchkey migrate`, or call `await storage.schema.migrate()`.'),
      because(
        'The database is not reachable, or its connection pool is exhausted.',
        'Check the connection. Latchkey stored nothing; the user can try again.',
      ),
      because(
        'The database rolled a transaction back, and all retries failed.',
        'Look for long transactions in your app. See [reliability](../reliability.md).',
      ),
      because(
        'Your own adapter returns something that violates the contract.',
        'Run the [conformance suite](../write-an-adapter.md).',
      ),
    ],
    logged: 'one line per minute: the message of the schema error, or the driver’s error code.',
    details: '`cause` is the driver’s error.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
