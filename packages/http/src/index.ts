export { isPasskeyError } from '@latchkey/core'
export { createPasskeyHandler, type NativeArgument, type PasskeyHandler } from './create-passkey-handler.js'
export { createWellKnownHandler, type WellKnownHandler } from './create-well-known-handler.js'
export type { AdminAsked, PasskeyHandlerOptions, SignedIn } from './handler-options.js'
