import { PasskeyError, type Passkeys } from '@latchkey/core'
import type { SamplePerson } from './people.js'
import { createDevice, passwordSession } from './sample-world.js'

type Device = ReturnType<typeof createDevice>

const binding = 'the browser of the sample data'

/** One person with a device, whose days are lived one after the other. */
export interface SampleLife {
  readonly person: SamplePerson
  readonly userId: string
  /** Signs in, with what the person has by now. */
  signIn(at: number): Promise<void>
  /** Adds a security key. */
  addKey(at: number): Promise<void>
  /** A sign-in whose signature is wrong. */
  failSignIn(): Promise<void>
}

export function createSampleLife(passkeys: Passkeys, person: SamplePerson, userId: string): SampleLife {
  const device = createDevice({ synced: true })
  let declined = 0
  const enroll = async (it: Device, at: number, name: string) => {
    const session = passwordSession(userId, at)
    const user = { id: userId, name: `${person.name}@example.com` }
    const { ceremony, options } = await passkeys.enroll.begin({ session, user, binding })
    const response = await it.create(options)
    await passkeys.enroll.finish({ ceremony, response, session, binding, name })
  }
  const finish = async (change: (signature: string) => string) => {
    const { ceremony, options } = await passkeys.signIn.begin({ binding })
    const answer = await device.get(options)
    const response = { ...answer, response: { ...answer.response, signature: change(answer.response.signature) } }
    await passkeys.signIn.finish({ ceremony, response, binding })
  }
  return {
    person,
    userId,
    async signIn(at) {
      if (device.credentials.length > 0) return finish((signature) => signature)
      const session = passwordSession(userId, at)
      const { prompt } = await passkeys.prompt.decide({ session, on: 'sign-in' })
      if (prompt === 'none') return
      await passkeys.prompt.shown({ session })
      if (declined++ < person.declines) await passkeys.prompt.answer({ session, answer: 'not-now', on: 'sign-in' })
      else await enroll(device, at, 'Laptop')
    },
    addKey: (at) => enroll(createDevice({ synced: false }), at, 'Security key'),
    async failSignIn() {
      await finish(() => 'MAA').catch((error) => {
        if (!(error instanceof PasskeyError)) throw error
      })
    },
  }
}
