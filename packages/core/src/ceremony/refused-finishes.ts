import type { RateStore } from '@latchkey/storage'
import { errorTable } from '@latchkey/wire'
import { LRUCache } from 'lru-cache'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'

/** A ceremony that was opened, and whose binding is right: no other browser can spoil it. */
export interface OpenedCeremony {
  readonly id: string
  readonly expiresAt: number
}

/** Counts how often the finishes of a ceremony were refused. */
export interface RefusedFinishes {
  /**
   * Does the work of a finish. The fifth refusal kills the ceremony: what is sent after it is not looked at. Over all
   * processes at most four refusals and one for each process are worked for.
   *
   * @throws {PasskeyError} what the work throws; `ceremony_invalid` once the ceremony is dead.
   */
  run<Done>(ceremony: OpenedCeremony, work: () => Promise<Done>): Promise<Done>
}

const mostRefusals = 5
/** The least recently refused are forgotten first. */
const mostRemembered = 10_000

/** One ceremony whose finishes are under way in this process. */
interface Turns {
  /** All that have come and not ended. */
  present: number
  running: number
  readonly waiting: (() => void)[]
}

/**
 * In the process, and where there is a rate store also in it: a refusal is counted there, and only a finish after a
 * refusal in this process reads it.
 */
export function createRefusedFinishes({ storage, now }: Pick<Settings, 'storage' | 'now'>): RefusedFinishes {
  const refusals = new LRUCache<string, number>({ max: mostRemembered })
  const turns = new Map<string, Turns>()
  const rates: RateStore | undefined = storage.rates

  /** No more at once than may still be refused: an answer sent a thousand times at once is worked for five times. */
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

/** Every check that the public sees as `sign_in_failed`, and whatever else is wrong with the answer. */
function isCounted(error: unknown): boolean {
  if (!(error instanceof PasskeyError)) return false
  const { status, publicCode } = errorTable[error.code]
  return publicCode === 'sign_in_failed' || status === 422
}

function keyOf(id: string): string {
  return `refused-finish:${id}`
}

/** What the process has counted itself holds in any case: a rate store that is away, or lies, makes nothing worse. */
async function countOf(ask: () => ReturnType<RateStore['read']> | undefined): Promise<number> {
  const answer = await Promise.resolve(ask()).catch(() => undefined)
  const count = answer?.count
  return count !== undefined && Number.isSafeInteger(count) && count > 0 ? count : 0
}
