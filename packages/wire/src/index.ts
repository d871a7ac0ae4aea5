export { type AdminAction, type AdminRoute, type AdminRouteName, adminRoutes } from './admin-routes.js'
export { decodeBase64url, encodeBase64url, isBase64url } from './base64url.js'
export { closestName } from './closest-name.js'
export { environmentNameRule, isEnvironmentName } from './environment-name.js'
export {
  type ErrorRow,
  errorTable,
  type FieldIssue,
  isPasskeyErrorCode,
  type PasskeyErrorCode,
  type ProblemJSON,
} from './errors.js'
export type { Challenge, CredentialId, UserHandle } from './ids.js'
export {
  mostOutcomeMilliseconds,
  type OutcomeCode,
  type OutcomeJSON,
  type OutcomeMode,
  outcomeCodes,
  outcomeModes,
  outcomeRoutes,
} from './outcome.js'
export type {
  AskedProfileJSON,
  BegunConfirmJSON,
  BegunEnrollJSON,
  BegunSignInJSON,
  ConfigJSON,
  EnrolledJSON,
  ListedPasskeyJSON,
  PasskeyJSON,
  PromptAnswer,
  PromptJSON,
  PromptReason,
  ProviderIconJSON,
  RecoveryCodesJSON,
  SentOtpJSON,
  SignalsJSON,
} from './passkey-json.js'
export { type Route, type RouteGroup, type RouteName, routes, signInRoutes } from './routes.js'
export type {
  AttestationConveyance,
  AuthenticationResponseJSON,
  AuthenticatorAttachment,
  CreationOptionsJSON,
  CredentialDescriptorJSON,
  PublicKeyCredentialHint,
  RegistrationResponseJSON,
  RequestOptionsJSON,
  ResidentKeyRequirement,
  UserVerificationRequirement,
} from './webauthn-json.js'
