import type { MigrateOptions } from '@latchkey/storage'
import type { EarlierRows } from './migrations/migration.js'

/** Statements have no parameters: they may be printed. A quote or a backslash would end the text, and # is a placeholder. */
export function earlierRows({ environment = 'default', relyingPartyIds = [] }: MigrateOptions = {}): EarlierRows {
  if (!/^[^'"\\#\p{C}]{1,100}$/u.test(environment)) {
    throw new TypeError(
      'migrate: environment must have 1 to 100 characters, without quotes, backslash, # and controls.',
    )
  }
  const wrong = relyingPartyIds.find((id) => !/^[a-z0-9.-]{1,253}$/.test(id))
  if (wrong !== undefined) throw new TypeError('migrate: relyingPartyIds must be RP IDs, such as example.com.')
  return { environment, relyingPartyIds }
}
