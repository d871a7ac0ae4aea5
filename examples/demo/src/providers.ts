import { existsSync, readFileSync } from 'node:fs'
import type { ProviderList } from '@latchkey/core'
import { environment } from './environment.js'

/** Names and icons of passkey providers: the community's list, if the file is next to the database. */
export const providers: ProviderList = existsSync(environment.providersFile)
  ? JSON.parse(readFileSync(environment.providersFile, 'utf8'))
  : {}
