import type { Session } from '@latchkey/core'
import type { Authenticator, GetArguments } from '@latchkey/testing'
import { binding, type World } from '../world.js'

/** How a ceremony of a signed-in user is run in a test: each half with its session. */
export interface OwnRun {
  readonly session: Session
  /** Default: the session of begin. */
  readonly finishedBy?: Session
  readonly how?: GetArguments
}

export async function useSecondFactor({ passkeys }: World, authenticator: Authenticator, run: OwnRun) {
  const { session, finishedBy = session, how } = run
  const { ceremony, options } = await passkeys.secondFactor.begin({ session, binding })
  const response = await authenticator.get(options, how)
  return passkeys.secondFactor.finish({ ceremony, response, session: finishedBy, binding })
}

export async function stepUp({ passkeys }: World, authenticator: Authenticator, run: OwnRun) {
  const { session, finishedBy = session, how } = run
  const { ceremony, options } = await passkeys.stepUp.begin({ session, binding })
  const response = await authenticator.get(options, how)
  return passkeys.stepUp.finish({ ceremony, response, session: finishedBy, binding })
}

export async function confirm(
  { passkeys }: World,
  authenticator: Authenticator,
  { session, finishedBy = session, how, payload, finished }: OwnRun & { payload: unknown; finished?: unknown },
) {
  const begun = await passkeys.confirm.begin({ session, payload, binding })
  const response = await authenticator.get(begun.options, how)
  const { ceremony } = begun
  return passkeys.confirm.finish({
    ceremony,
    response,
    session: finishedBy,
    payload: finished ?? begun.payload,
    binding,
  })
}
