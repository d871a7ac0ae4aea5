export type { AutofillEvents } from './autofill.js'
export { type Capabilities, capabilities } from './capabilities.js'
export type {
  AutofillHandle,
  AutofillOptions,
  EnrollOptions,
  ImmediateOptions,
  PasskeyClientOptions,
  SignInOptions,
  SignUpOptions,
  Upgrade,
  UpgradeOptions,
} from './client-options.js'
export { createPasskeyClient } from './create-passkey-client.js'
export { createSignInClient } from './create-sign-in-client.js'
export {
  type BrowserErrorCode,
  PasskeyClientError,
  type PasskeyClientErrorCode,
  type PasskeyClientErrorDetails,
} from './errors.js'
export { issuesOf } from './issues.js'
export type { ConfirmOptions, OwnCeremonyClient, OwnCeremonyOptions } from './own-ceremonies.js'
export { parseProblem } from './parse-answer.js'
export type { PasskeyClient, SignInClient } from './passkey-client.js'
export type { RecoverOptions, RedeemClient, RedeemInvitationOptions, RedeemOptions } from './redeem.js'
export type { Transport, TransportRequest } from './transport.js'
