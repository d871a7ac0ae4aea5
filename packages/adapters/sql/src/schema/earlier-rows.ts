import type { MigrateOptions } from '@latchkey/storage'
import { environmentNameRule, isEnvironmentName } from '@latchkey/wire'
import type { EarlierRows } from './migrations/migration.js'

export function earlierRows({ environment = 'default', relyingPartyIds = [] }: MigrateOptions = {}): EarlierRows {
  if (!isEnvironmentName(environment)) throw new TypeError(`migrate: environment ${environmentNameRule}.`)
  const wrong = relyingPartyIds.find((id) => !/^[a-z0-9.-]{1,253}$/.test(id))
  if (wrong !== undefined) throw new TypeError('migrate: relyingPartyIds must be RP IDs, such as example.com.')
  return { environment, relyingPartyIds }
}
