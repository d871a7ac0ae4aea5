import type { RateStore } from '@latchkey/storage'
import { errorTable } from '@latchkey/wire'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/** An opened ceremony with the right binding: no other browser can exhaust it. */
export interface OpenedCeremony {
  readonly id: string
  readonly expiresAt: number
}

/** Counts how often the finishes of a ceremony were refused. */
export interface RefusedFinishes {
  /**
   * Runs a finish. The fifth refusal ends the ceremony: later finishes are not processed. Over all processes, at most
   * four refusals and one for each process are processed.
   *
   * @throws {PasskeyError} what `work` throws; `ceremony_invalid` once the ceremony has ended.
   */
  run<Done>(ceremony: OpenedCeremony, work: () => Promise<Done>): Promise<Done>
}

const mostRefusals = 5
/** The least recently refused are forgotten first. */
const mostRemembered = 10_000

/** One ceremony whose finishes are in progress in this process. */
interface Turns {
  /** The number of finishes that have begun and not ended. */
  present: number
  running: number
  readonly waiting: (() => void)[]
}

/**
 * Counts in the process, and also in the rate store if there is one: a refusal is counted there, and only a finish
 * after a refusal in this process reads it.
 */
export function createRefusedFinishes({ storage, now }: Pick<Settings, 'storage' | 'now'>): RefusedFinishes {
  const refusals = new LRUCache<string, number>({ max: mostRemembered })
  const turns = new Map<string, Turns>()
  const rates: RateStore | undefined = storage.rates

  /** Runs no more at once than may still be refused: of a thousand simultaneous responses, five are processed. */
  async function takeTurn({ id }: OpenedCeremony): Promise<void> {
    const own = turns.get(id) ?? { present: 0, running: 0, waiting: [] }
    turns.set(id, own)
    own.present++
    while (!isDead(id) && own.running + (refusals.get(id) ?? 0) >= mostRefusals) {
      await new Promise<void>((resolve) => own.waiting.push(resolve))
    }
    own.running++
  }

  function endTurn({ id }: OpenedCeremony): void {
    const own = turns.get(id)
    if (!own) return
    own.present--
    own.running--
    if (own.present === 0) turns.delete(id)
    for (const resolve of own.waiting.splice(0)) resolve()
  }

  const isDead = (id: string): boolean => (refusals.get(id) ?? 0) >= mostRefusals
  const raise = (id: string, count: number): void => void refusals.set(id, Math.max(count, refusals.get(id) ?? 0))

  async function learn({ id }: OpenedCeremony): Promise<void> {
    if (!refusals.has(id) || isDead(id)) return
    raise(id, await countOf(() => rates?.read(keyOf(id), now())))
  }

  async function countRefusal({ id, expiresAt }: OpenedCeremony): Promise<void> {
    const at = now()
    const seconds = Math.max(1, Math.ceil((expiresAt - at) / 1000))
    raise(id, (refusals.get(id) ?? 0) + 1)
    raise(id, await countOf(() => rates?.hit(keyOf(id), seconds, at)))
  }

  return {
    async run(ceremony, work) {
      await takeTurn(ceremony)
      try {
        await learn(ceremony)
        if (isDead(ceremony.id)) throw new PasskeyError('ceremony_invalid')
        return await work()
      } catch (error) {
        if (isCounted(error)) await countRefusal(ceremony)
        throw error
      } finally {
        endTurn(ceremony)
      }
    },
  }
}

/** Every check that the public sees as `sign_in_failed`, and anything else that is wrong with the response. */
function isCounted(error: unknown): boolean {
  if (!(error instanceof PasskeyError)) return false
  const { status, publicCode } = errorTable[error.code]
  return publicCode === 'sign_in_failed' || status === 422
}

function keyOf(id: string): string {
  return `refused-finish:${id}`
}

/** The count of this process holds in any case: a rate store that is unavailable, or wrong, makes nothing worse. */
async function countOf(ask: () => ReturnType<RateStore['read']> | undefined): Promise<number> {
  const answer = await Promise.resolve(ask()).catch(() => undefined)
  const count = answer?.count
  return count !== undefined && Number.isSafeInteger(count) && count > 0 ? count : 0
}
