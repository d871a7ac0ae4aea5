export { instrumentPasskeys } from './instrument-passkeys.js'
export { instrumentStorage } from './instrument-storage.js'
export type { TelemetryOptions } from './telemetry.js'
