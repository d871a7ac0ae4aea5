import type { Host } from '@latchkey/core'
import type { PasskeyStorage } from '@latchkey/storage'

/** A process that dies at one of its calls of the storage and the host, just before or just after what it does. */
export interface DyingProcess {
  readonly storage: PasskeyStorage
  readonly host: Host
  /** Whether it came that far. */
  isDead(): boolean
}

export interface Death {
  readonly atCall: number
  readonly when: 'before' | 'after'
}

type Call = (...input: never[]) => unknown

/** From its death on, everything it calls fails and does nothing. */
export function dyingProcess(storage: PasskeyStorage, host: Host, death: Death): DyingProcess {
  let calls = 0
  let dead = false
  const mortal =
    (verb: Call): Call =>
    async (...input) => {
      const isLast = calls++ === death.atCall
      if (dead || (isLast && death.when === 'before')) dead = true
      if (dead) throw new Error('The process has died.')
      const answer = await verb(...input)
      if (isLast) dead = true
      if (dead) throw new Error('The process has died.')
      return answer
    }
  const wrap = <Verbs extends object>(verbs: Verbs): Verbs => {
    const wrapped = Object.entries(verbs).map(([name, verb]) => [
      name,
      typeof verb === 'function' ? mortal(verb) : verb,
    ])
    return Object.fromEntries(wrapped)
  }
  const { passkeys, accounts, events } = storage
  const mortalStorage = { ...storage, passkeys: wrap(passkeys), accounts: wrap(accounts), events: wrap(events) }
  return { storage: mortalStorage, host: wrap(host), isDead: () => dead }
}
