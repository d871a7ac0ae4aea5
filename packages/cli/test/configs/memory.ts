import { memoryStorage } from '@latchkey/memory'

export const storage = memoryStorage()
