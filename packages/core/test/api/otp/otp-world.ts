import type { CodeMessage, Session } from '@latchkey/core'
import { alice, binding, createWorld, type World, type WorldChange } from '../../world.js'

/** A world whose policy asks for a one-time code, and the messages that its app has sent. */
export interface OtpWorld extends World {
  readonly sent: readonly CodeMessage[]
  /** Requests a code and returns it. */
  request(session?: Session, from?: string): Promise<string>
  /** Begins a passkey with a code. */
  complete(code: string, session?: Session, from?: string): ReturnType<World['passkeys']['otp']['complete']>
}

export function createOtpWorld({ host, ...change }: WorldChange = {}): OtpWorld {
  const sent: CodeMessage[] = []
  const world = createWorld({
    policy: { mode: 'optional', verifyBeforeEnroll: 'otp' },
    ...change,
    host: { sendCode: (message) => void sent.push(message), ...host },
  })
  const first = world.session()
  return {
    ...world,
    sent,
    async request(session = first, from = binding) {
      await world.passkeys.otp.request({ session, binding: from })
      return sent.at(-1)?.code ?? ''
    },
    complete(code, session = first, from = binding) {
      const user = { id: session.userId, name: alice.name }
      return world.passkeys.otp.complete({ user, session, code, binding: from })
    },
  }
}

/** Another code of the same form. */
export function wrong(code: string): string {
  return code.slice(0, 5) + ((Number(code[5]) + 1) % 10)
}
