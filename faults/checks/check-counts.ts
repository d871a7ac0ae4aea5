import { passkeyLimit } from '../app.js'
import type { Evidence } from './evidence.js'

/** Every passkey has an account, and the counts on the account are those of its passkeys, below the limit. */
export function checkCounts({ snapshot: { passkeys, accounts } }: Evidence): readonly string[] {
  const known = new Set(accounts.map(({ userId }) => userId))
  const orphans = passkeys.filter(({ userId }) => !known.has(userId))
  return [
    ...orphans.map(({ id }) => `the passkey ${id} has no account`),
    ...accounts.flatMap(({ userId, passkeyCount, activeCount }) => {
      const own = passkeys.filter((passkey) => passkey.userId === userId)
      const active = own.filter(({ isActive }) => isActive)
      const isRight = passkeyCount === own.length && activeCount === active.length
      const isBelowLimit = passkeyCount <= passkeyLimit
      const counted = `${passkeyCount} passkeys, ${activeCount} active`
      return [
        ...(isRight ? [] : [`${userId} counts ${counted}: there are ${own.length}, ${active.length} active`]),
        ...(isBelowLimit ? [] : [`${userId} has ${passkeyCount} passkeys: the limit is ${passkeyLimit}`]),
      ]
    }),
  ]
}
