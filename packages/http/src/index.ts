export { createPasskeyHandler, type PasskeyHandler } from './create-passkey-handler.js'
export type { PasskeyHandlerOptions, SignedIn } from './handler-options.js'
