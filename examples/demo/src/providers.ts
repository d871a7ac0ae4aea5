import { existsSync, readFileSync } from 'node:fs'
import type { ProviderList } from '@latchkey/core'
import { environment } from './environment.js'

/** Names and pictures of those who keep passkeys: the community's list, where somebody has put it beside the database. */
export const providers: ProviderList = existsSync(environment.providersFile)
  ? JSON.parse(readFileSync(environment.providersFile, 'utf8'))
  : {}
