export { SchemaError } from '@latchkey/sql'
export {
  type PrismaClientLike,
  type PrismaStorage,
  type PrismaStorageOptions,
  type PrismaTransaction,
  prismaStorage,
} from './prisma-storage.js'
