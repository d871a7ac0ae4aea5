import type { AccountRecord } from '@latchkey/storage'
import type { Context } from '../../context/context.js'
import type { DoctorCheck } from './doctor.js'
import { type Finding, finding } from './findings.js'

const pageSize = 1000
/** Your app is asked about so many users, and about so many at once. */
const mostAsked = 10_000
const atOnce = 20

/** No user has passkeys of an RP ID that is no longer configured, and none of a configured one. */
export const checkStranded: DoctorCheck = async (context, { otherRpIds = [] }) => {
  const { store, settings } = context
  if (!store.inspection) return []
  // All relying parties that are configured together look alike: the first speaks for them.
  const configured = settings.rpIds
  if (settings.relyingParty.id !== configured[0]) return []
  const stored = await store.inspection.relyingParties()
  const others = stored.map(({ rpId }) => rpId).filter((rpId) => ![...configured, ...otherRpIds].includes(rpId))
  if (others.length === 0) return []
  const reachable = await usersOf(context, configured, ({ activeCount }) => activeCount > 0)
  const found: Finding[] = []
  for (const rpId of others) found.push(await checkRetired(context, rpId, reachable))
  return found
}

async function checkRetired(context: Context, rpId: string, reachable: ReadonlySet<string>): Promise<Finding> {
  const owners = await usersOf(context, [rpId], ({ passkeyCount }) => passkeyCount > 0)
  const stranded = [...owners].filter((userId) => !reachable.has(userId))
  const present = context.settings.relyingParty.id
  const elsewhere = `If they belong to another app that uses this database, pass its RP ID: doctor({ otherRpIds: ['${rpId}'] }).`
  if (stranded.length === 0) {
    const message = `The database has passkeys of '${rpId}', which is not configured. Each of their users also has a passkey of '${present}'. ${elsewhere}`
    return finding('rp_id_retired', message, { users: owners.size })
  }
  const { asked, withoutOther } = await askHost(context, stranded)
  const message = `Changing rpId from '${rpId}' to '${present}' strands ${number(stranded.length)} ${stranded.length === 1 ? 'user' : 'users'}; ${others(asked, withoutOther, stranded.length)}. Write relyingParty: { id: '${rpId}' } again, and see docs/change-the-rp-id.md. ${elsewhere}`
  return finding('rp_id_stranded', message, {
    users: stranded.length,
    ...(asked > 0 && { asked, withoutOtherMethod: withoutOther }),
  })
}

function others(asked: number, withoutOther: number, users: number): string {
  if (asked === 0) return 'whether they can sign in otherwise is unknown, because host.otherSignInMethods is not set'
  const ofThose = asked < users ? ` of the first ${number(asked)}` : ''
  return `${number(withoutOther)}${ofThose} ${withoutOther === 1 ? 'has' : 'have'} no other way to sign in`
}

function number(count: number): string {
  return count.toLocaleString('en-US')
}

async function usersOf(
  { store }: Context,
  rpIds: readonly string[],
  isMeant: (account: AccountRecord) => boolean,
): Promise<ReadonlySet<string>> {
  const users = new Set<string>()
  for (const rpId of rpIds) {
    let after: string | undefined = ''
    while (after !== undefined) {
      const { items, next }: { items: readonly AccountRecord[]; next?: string } = await store.accounts.page({
        rpId,
        after,
        limit: pageSize,
      })
      for (const account of items) if (isMeant(account)) users.add(account.userId)
      after = next
    }
  }
  return users
}

async function askHost({ settings: { host } }: Context, users: readonly string[]) {
  const { otherSignInMethods } = host
  const asked = otherSignInMethods ? users.slice(0, mostAsked) : []
  let withoutOther = 0
  for (let at = 0; at < asked.length; at += atOnce) {
    const answers = asked.slice(at, at + atOnce).map((userId) => otherSignInMethods?.({ userId }))
    withoutOther += (await Promise.all(answers)).filter((methods) => (methods?.length ?? 0) === 0).length
  }
  return { asked: asked.length, withoutOther }
}
