import type { PasskeyStorage, PasskeyTarget, PasskeyWithAccount } from '@latchkey/storage'
import { type HostileStorage, type LieAbout, withPasskeys } from './hostile-storage.js'

/** The passkeys of both, as the honest storage has them. */
interface Both {
  readonly victims: PasskeyWithAccount
  readonly attackers: PasskeyWithAccount
}

async function readBoth({ passkeys }: PasskeyStorage, { victim, attacker }: LieAbout): Promise<Both> {
  const victims = await passkeys.find(victim.rpId, victim.id)
  const attackers = await passkeys.find(attacker.rpId, attacker.id)
  if (victims === undefined || attackers === undefined) throw new TypeError('Enroll the victim and the attacker first.')
  return { victims, attackers }
}

/** Lies when the attacker's passkey is looked up, and records any use of it. */
function whenAttackerIsSought(answer: (both: Both) => PasskeyWithAccount): HostileStorage['lie'] {
  return (honest, about) =>
    withPasskeys(honest, (passkeys) => ({
      find: async (rpId, id) =>
        id === about.attacker.id ? answer(await readBoth(honest, about)) : passkeys.find(rpId, id),
      recordUse: (use) => passkeys.recordUse({ ...use, ...(use.id === about.attacker.id && about.attacker) }),
    }))
}

const hopesToBeTheVictim = 'to sign in as the victim with a passkey of the attacker'

/** Stores that find something other than what was requested. */
export const liesAboutOwners: readonly HostileStorage[] = [
  {
    name: "find answers the victim's passkey for the attacker's id",
    attackerHopes: hopesToBeTheVictim,
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ victims }) => victims),
  },
  {
    name: "find answers the attacker's passkey with the victim's account",
    attackerHopes: hopesToBeTheVictim,
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ victims, attackers }) => ({ ...attackers, account: victims.account })),
  },
  {
    name: "find answers the attacker's passkey as one of the victim, with the victim's account",
    attackerHopes: hopesToBeTheVictim,
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ victims, attackers }) => ({
      passkey: { ...attackers.passkey, userId: victims.passkey.userId },
      account: victims.account,
    })),
  },
  {
    name: "find answers the attacker's passkey as one of the victim, with the attacker's account",
    attackerHopes: hopesToBeTheVictim,
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ victims, attackers }) => ({
      ...attackers,
      passkey: { ...attackers.passkey, userId: victims.passkey.userId },
    })),
  },
  {
    name: "find answers the attacker's key under the victim's id",
    attackerHopes: hopesToBeTheVictim,
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ victims, attackers }) => ({
      ...victims,
      passkey: { ...victims.passkey, publicKey: attackers.passkey.publicKey },
    })),
  },
  {
    name: 'find answers a passkey of another relying party',
    attackerHopes: 'to use here what was enrolled at a site of weaker rules',
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ attackers }) => ({
      ...attackers,
      passkey: { ...attackers.passkey, rpId: `other.${attackers.passkey.rpId}` },
    })),
  },
  {
    name: 'find returns an account of another relying party',
    attackerHopes: 'to be judged by an account that was never raised nor purged',
    attackedBy: 'sign-in',
    lie: whenAttackerIsSought(({ attackers }) => ({
      ...attackers,
      account: { ...attackers.account, rpId: `other.${attackers.account.rpId}` },
    })),
  },
  {
    name: "listByUser answers the victim's passkeys for the attacker",
    attackerHopes: "to read the victim's passkeys, and to have them asked for",
    attackedBy: 'list',
    lie: (honest, { victim, attacker }) =>
      withPasskeys(honest, (passkeys) => ({
        listByUser: (rpId, userId) => passkeys.listByUser(rpId, userId === attacker.userId ? victim.userId : userId),
      })),
  },
  {
    name: "listByUser puts the victim's passkeys among those of the attacker",
    attackerHopes: "to read the victim's passkeys, and to have them asked for",
    attackedBy: 'list',
    lie: (honest, { victim, attacker }) =>
      withPasskeys(honest, (passkeys) => ({
        listByUser: async (rpId, userId) => {
          const own = await passkeys.listByUser(rpId, userId)
          if (userId !== attacker.userId) return own
          const victims = await passkeys.listByUser(rpId, victim.userId)
          return { ...own, passkeys: [...own.passkeys, ...victims.passkeys] }
        },
      })),
  },
  {
    name: "listByUser answers the attacker's passkeys with the victim's account",
    attackerHopes: "to enroll a passkey that carries the victim's handle",
    attackedBy: 'list',
    lie: (honest, { victim, attacker }) =>
      withPasskeys(honest, (passkeys) => ({
        listByUser: async (rpId, userId) => {
          const own = await passkeys.listByUser(rpId, userId)
          if (userId !== attacker.userId) return own
          const { account } = await passkeys.listByUser(rpId, victim.userId)
          return account === undefined ? own : { ...own, account }
        },
      })),
  },
  {
    name: 'rename ignores the owner',
    attackerHopes: "to rename the victim's passkey",
    attackedBy: 'rename',
    lie: (honest, about) =>
      withPasskeys(honest, (passkeys) => ({
        rename: (target, name, events) => passkeys.rename(realTarget(about, target), name, events),
      })),
  },
  {
    name: 'remove ignores the owner',
    attackerHopes: "to remove the victim's passkey",
    attackedBy: 'remove',
    lie: (honest, about) =>
      withPasskeys(honest, (passkeys) => ({
        remove: (target, together) =>
          passkeys.remove(realTarget(about, target), { ...together, keepLastActive: false }),
      })),
  },
]

/** The passkey with its real owner, whatever was requested. */
function realTarget({ victim }: LieAbout, target: PasskeyTarget): PasskeyTarget {
  return target.id === victim.id ? victim : target
}
