export type { D1Database, D1Result, D1Statement } from './d1-database.js'
export { d1Executor } from './d1-executor.js'
export { type D1Options, d1Storage } from './d1-storage.js'
