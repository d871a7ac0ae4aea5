import { createPasskeyClient } from '@latchkey/browser'

export const client = createPasskeyClient()
