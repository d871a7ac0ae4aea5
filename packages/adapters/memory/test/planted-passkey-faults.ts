import { setImmediate as turn } from 'node:timers/promises'
import type { PasskeyRecord, PasskeyStorage, PasskeyTarget } from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'
import { type PlantedFault, withEveryAnswer, withStore } from './planted-fault.js'

type Passkeys = PasskeyStorage['passkeys']

/** The target with the owner that the passkey really has. */
async function withRealOwner<Target extends PasskeyTarget>(passkeys: Passkeys, target: Target): Promise<Target> {
  const found = await passkeys.find(target.rpId, target.id)
  return { ...target, userId: found?.passkey.userId ?? target.userId }
}

const lowerCased = (id: CredentialId) => id.toLowerCase() as CredentialId

async function countOf(passkeys: Passkeys, { rpId, userId }: Pick<PasskeyRecord, 'rpId' | 'userId'>): Promise<number> {
  const listed = await passkeys.listByUser(rpId, userId)
  await turn()
  return listed.account?.passkeyCount ?? 0
}

export const plantedPasskeyFaults: readonly PlantedFault[] = [
  {
    fault: 'counts before it adds, instead of in one step',
    caughtBy: 'passkeys.add: of 20 simultaneous calls at 9 of 10 exactly one adds',
    plant: withStore('passkeys', (passkeys) => ({
      add: async (passkey, together) => {
        if ((await countOf(passkeys, passkey)) >= together.limit) return 'limit_reached'
        return passkeys.add(passkey, { ...together, limit: Number.MAX_SAFE_INTEGER })
      },
    })),
  },
  {
    fault: 'looks whether a ceremony was spent, instead of spending it in one step',
    caughtBy: 'passkeys.recordUse: of 20 simultaneous calls with one spend exactly one is recorded',
    plant: (storage) => {
      const spent = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        recordUse: async (use) => {
          if (spent.has(use.spend.id)) return 'already_spent'
          await turn()
          spent.add(use.spend.id)
          return passkeys.recordUse({ ...use, spend: { ...use.spend, id: `${use.spend.id}-${Math.random()}` } })
        },
      }))(storage)
    },
  },
  {
    fault: 'keeps a ceremony spent although the addition was refused',
    caughtBy: 'passkeys.add: limit_reached at the limit, and the spend can be tried again',
    plant: (storage) => {
      const burnt = new Set<string>()
      return withStore('passkeys', (passkeys) => ({
        add: async (passkey, together) => {
          if (together.spend.some(({ id }) => burnt.has(id))) return 'already_spent'
          for (const { id } of together.spend) burnt.add(id)
          return passkeys.add(passkey, together)
        },
      }))(storage)
    },
  },
  {
    fault: 'ignores the account version when adding',
    caughtBy: 'passkeys.add: account_changed when the version is another, and the spend can be tried again',
    plant: withStore('passkeys', (passkeys) => ({
      add: async (passkey, together) => {
        const { account } = await passkeys.listByUser(passkey.rpId, passkey.userId)
        return passkeys.add(passkey, { ...together, accountVersion: account?.version ?? 0 })
      },
    })),
  },
  {
    fault: 'replaces a passkey whose id is taken by another user',
    caughtBy: 'passkeys.add: duplicate when another user has this id, and no account is left behind',
    plant: withStore('passkeys', (passkeys) => ({
      add: async (passkey, together) => {
        const answer = await passkeys.add(passkey, together)
        const found = await passkeys.find(passkey.rpId, passkey.id)
        if (answer !== 'duplicate' || found === undefined) return answer
        await passkeys.remove(found.passkey, { keepLastActive: false, at: 0, events: [] })
        return passkeys.add(passkey, together)
      },
    })),
  },
  {
    fault: 'keeps the events of an addition that it refuses',
    caughtBy: 'passkeys.add: limit_reached counts suspended passkeys',
    plant: (storage) =>
      withStore('passkeys', (passkeys) => ({
        add: async (passkey, together) => {
          const answer = await passkeys.add(passkey, together)
          if (answer !== 'added') await storage.events.append(together.events)
          return answer
        },
      }))(storage),
  },
  {
    fault: 'does not use up the code that was redeemed',
    caughtBy: 'passkeys.add: uses up the code that its spend names',
    plant: (storage) => ({
      ...storage,
      codes: {
        ...storage.codes,
        create: (codes, events) =>
          storage.codes.create(
            codes.map((code) => ({ ...code, id: `kept-${code.id}` })),
            events,
          ),
        tryRedeem: async (id, hash, now) => {
          const answer = await storage.codes.tryRedeem(`kept-${id}`, hash, now)
          return answer === 'refused' ? answer : { code: { ...answer.code, id } }
        },
        revoke: (id, events) => storage.codes.revoke(`kept-${id}`, events),
      },
    }),
  },
  {
    fault: 'finds ids whatever their case',
    caughtBy: 'comparison by bytes: credential ids that differ in case or in the last character only',
    plant: withStore('passkeys', (passkeys) => ({
      add: (passkey, together) => passkeys.add({ ...passkey, id: lowerCased(passkey.id) }, together),
      find: (rpId, id) => passkeys.find(rpId, lowerCased(id)),
    })),
  },
  {
    fault: 'finds passkeys of any relying party',
    caughtBy: 'passkeys.find: undefined at another relying party',
    plant: withStore('passkeys', (passkeys) => ({
      find: async (rpId, id) => (await passkeys.find(rpId, id)) ?? passkeys.find('example.com', id),
    })),
  },
  {
    fault: 'lists the newest first',
    caughtBy: 'passkeys.listByUser: oldest first, equal times by id, suspended ones included',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: async (rpId, userId) => {
        const list = await passkeys.listByUser(rpId, userId)
        return { ...list, passkeys: list.passkeys.toReversed() }
      },
    })),
  },
  {
    fault: 'begins a page with the last of the page before',
    caughtBy: 'passkeys.page: walks all passkeys of a relying party once, in the order of their ids',
    plant: withStore('passkeys', (passkeys) => ({
      page: ({ after, ...query }) => passkeys.page({ ...query, ...(after && { after: after.slice(0, -1) }) }),
    })),
  },
  {
    fault: 'records a use whatever the owner',
    caughtBy: 'passkeys.recordUse: gone for another owner, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: async (use) => passkeys.recordUse(await withRealOwner(passkeys, use)),
    })),
  },
  {
    fault: 'takes any sign count for the expected one',
    caughtBy: 'passkeys.recordUse: sign_count_moved when the stored count is another, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: async (use) => {
        const found = await passkeys.find(use.rpId, use.id)
        return passkeys.recordUse({ ...use, expectedSignCount: found?.passkey.signCount ?? 0 })
      },
    })),
  },
  {
    fault: 'loses that a passkey was used here',
    caughtBy: 'passkeys.recordUse: usedHere goes to true where the change says so, and never back',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: ({ change: { usedHere: _, ...change }, ...use }) => passkeys.recordUse({ ...use, change }),
    })),
  },
  {
    fault: 'takes every use for a proof',
    caughtBy: 'passkeys.recordUse: usedHere goes to true where the change says so, and never back',
    plant: withStore('passkeys', (passkeys) => ({
      recordUse: (use) => passkeys.recordUse({ ...use, change: { ...use.change, usedHere: true } }),
    })),
  },
  {
    fault: 'takes a missing flag for no',
    caughtBy: 'passkeys.add: stores the passkey with every field',
    plant: withEveryAnswer((value, field) => (field === 'hadSecondFactor' ? false : value)),
  },
  {
    fault: 'renames whatever the owner',
    caughtBy: 'passkeys.rename: gone for another owner, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      rename: async (target, name, events) => passkeys.rename(await withRealOwner(passkeys, target), name, events),
    })),
  },
  {
    fault: 'trims names and brings them to one normal form',
    caughtBy: 'unusual values: names keep their normal form, their case and their spaces',
    plant: withStore('passkeys', (passkeys) => ({
      rename: (target, name, events) => passkeys.rename(target, name.trim().normalize('NFC'), events),
    })),
  },
  {
    fault: 'cuts what is too long, and what follows NUL',
    caughtBy: 'unfit texts: NUL in a text that is to be stored is refused, and nothing is stored',
    plant: withStore('passkeys', (passkeys) => ({
      rename: (target, name, events) => passkeys.rename(target, (name.split('\0')[0] ?? '').slice(0, 100), events),
    })),
  },
  {
    fault: 'keeps the event of a status that was set already',
    caughtBy: 'passkeys.setStatus: what is set already is done, changes nothing and stores no event',
    plant: (storage) =>
      withStore('passkeys', (passkeys) => ({
        setStatus: async (target, status, events) => {
          const answer = await passkeys.setStatus(target, status, [])
          if (answer === 'done') await storage.events.append(events)
          return answer
        },
      }))(storage),
  },
  {
    fault: 'removes whatever the owner',
    caughtBy: 'passkeys.remove: gone for another owner, keepLastActive false, and nothing has changed',
    plant: withStore('passkeys', (passkeys) => ({
      remove: async (target, together) => passkeys.remove(await withRealOwner(passkeys, target), together),
    })),
  },
  {
    fault: 'counts what is left before it removes, instead of in one step',
    caughtBy: 'passkeys.remove: of the last two active passkeys simultaneous calls remove exactly one',
    plant: withStore('passkeys', (passkeys) => ({
      remove: async (target, together) => {
        if (together.keepLastActive && (await countOf(passkeys, target)) < 2) return 'last'
        return passkeys.remove(target, { ...together, keepLastActive: false })
      },
    })),
  },
  {
    fault: 'counts what does not count',
    caughtBy: 'passkeys.remove: last if the remaining ones do not count',
    plant: withStore('passkeys', (passkeys) => ({
      remove: (target, { unusableOthers: _, ...together }) => passkeys.remove(target, together),
    })),
  },
  {
    fault: 'counts a suspended passkey as another sign-in method',
    caughtBy: 'passkeys.remove: last for the only active passkey, whatever is suspended beside it',
    plant: withStore('passkeys', (passkeys) => ({
      remove: async (target, together) => {
        const count = await countOf(passkeys, target)
        return passkeys.remove(target, { ...together, keepLastActive: together.keepLastActive && count < 2 })
      },
    })),
  },
]
