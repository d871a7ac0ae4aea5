import { performance } from 'node:perf_hooks'
import { type App, beginSignIn, binding, type Person } from '../../../test-support/app.js'

/** A sign-in with the authenticator's response, ready to finish. */
export type AnsweredSignIn = Awaited<ReturnType<typeof beginSignIn>>

export interface MeasuredSignIns {
  readonly perSecond: number
  /** The duration of each, begin and finish together, in milliseconds. */
  readonly milliseconds: readonly number[]
}

/** Begins one sign-in per user and adds the authenticator's response. The authenticators' time is not measured. */
export async function answerSignIns(app: App, people: readonly Person[]): Promise<readonly AnsweredSignIn[]> {
  const answered: AnsweredSignIn[] = []
  for (const person of people) answered.push(await beginSignIn(app, person))
  return answered
}

/**
 * Finishes them all, a number at a time, and begins another for each, which is never finished. This measures the
 * server's whole share of a sign-in.
 */
export async function measureSignIns(
  { passkeys }: App,
  answered: readonly AnsweredSignIn[],
  inFlight: number,
): Promise<MeasuredSignIns> {
  const milliseconds: number[] = []
  const waiting = answered.values()
  const work = async () => {
    for (const signIn of waiting) {
      const begunAt = performance.now()
      await passkeys.signIn.begin({ binding })
      await passkeys.signIn.finish(signIn)
      milliseconds.push(performance.now() - begunAt)
    }
  }
  const begunAt = performance.now()
  await Promise.all(Array.from({ length: inFlight }, work))
  return { perSecond: (answered.length / (performance.now() - begunAt)) * 1000, milliseconds }
}
