import { sampleUserHandle } from '@latchkey/testing'
import type { CredentialId } from '@latchkey/wire'
import { type Kysely, sql } from 'kysely'
import { rpId } from '../app.js'
import { prepareEnroll } from '../calls/prepare-calls.js'
import { checkCounts } from '../checks/check-counts.js'
import { openDatabase } from '../open-database.js'
import { openStage, type Stage } from '../stage/stage.js'
import { forceDeadlock } from './force-deadlock.js'
import type { Finding, Setting } from './scenario.js'

const passkeysPerUser = 4

/**
 * Simultaneous purges, removals and suspensions of one user; and a transaction of the app that takes the same locks
 * in the other order, until the server undoes ours: the adapter runs it again. Every call returns a result.
 */
export async function provokeDeadlocks({ server, rounds }: Setting): Promise<Finding> {
  const stage = await openStage(server, 'deadlocks')
  const { db: host } = openDatabase({ address: noticingAfter(stage, '10s'), name: 'host' })
  const ours = openDatabase({ address: noticingAfter(stage, '1500ms'), name: 'ours' })
  try {
    const wrong: string[] = []
    for (let round = 0; round < rounds; round++) {
      wrong.push(...(await changeAtOnce(stage, `at-once-${round}`)))
      const target = { rpId, userId: `deadlock-${round}`, id: await enroll(stage, `deadlock-${round}`) }
      const told = await forceDeadlock({ host, storage: ours.storage, target })
      if (told !== 'removed') wrong.push(`a removal that the server undid was told ${told}`)
    }
    wrong.push(...checkCounts(await stage.takeEvidence()))
    await Promise.all([host.destroy(), ours.db.destroy()])
    // A session reports its figures to the others when it ends, at the latest.
    await server.forget('ours')
    const found = await countDeadlocks(stage.db)
    if (found < rounds) wrong.push(`the server found ${found} deadlocks of ${rounds}: nothing was tried`)
    return { done: `${rounds} purges at once with removals and suspensions; ${found} deadlocks with the host`, wrong }
  } finally {
    await stage.close()
  }
}

/** The session that checks for a deadlock first is rolled back. */
function noticingAfter({ address }: Stage, time: string): string {
  return `${address}?options=-c%20deadlock_timeout%3D${time}`
}

async function changeAtOnce(stage: Stage, userId: string): Promise<readonly string[]> {
  const { accounts, passkeys } = stage.app.storage
  const targets = []
  for (let number = 0; number < passkeysPerUser; number++)
    targets.push({ rpId, userId, id: await enroll(stage, userId) })
  const outcomes = await Promise.allSettled([
    ...targets.flatMap((target) => [
      passkeys.setStatus(target, { scope: 'environment', status: 'suspended' }, []),
      passkeys.remove(target, { keepLastActive: false, at: Date.now(), events: [] }),
    ]),
    accounts.purge({ rpId, userId, userHandle: sampleUserHandle(), at: Date.now() }, () => []),
  ])
  return outcomes.flatMap((it) => (it.status === 'rejected' ? [`a call was rejected: ${String(it.reason)}`] : []))
}

async function enroll(stage: Stage, userId: string): Promise<CredentialId> {
  const { call, person } = await prepareEnroll(stage.app, userId)
  await stage.journal.call('prepare', stage.app, call)
  // The storage has accepted the id, so it is valid.
  return person.passkeyId as CredentialId
}

async function countDeadlocks(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ readonly deadlocks: string }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db)
  return Number(rows[0]?.deadlocks)
}
