export { SchemaError } from '@latchkey/sql'
export {
  type DrizzleDatabase,
  type DrizzleStorage,
  type DrizzleStorageOptions,
  type DrizzleTransaction,
  drizzleStorage,
} from './drizzle-storage.js'
