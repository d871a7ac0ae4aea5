import { createPasskeys } from '@latchkey/core'
import { type D1Database, type D1Statement, d1Storage } from '@latchkey/d1'
import { createPasskeyHandler } from '@latchkey/http'

/** A Worker whose users sign up and sign in with passkeys, and are stored in D1 with them. */
interface Environment {
  readonly DB: D1Database
  readonly SECRET: string
}

let handle: ((request: Request) => Promise<Response>) | undefined

export default {
  fetch(request: Request, environment: Environment): Promise<Response> {
    handle ??= createHandler(environment)
    return handle(request)
  },
}

function createHandler({ DB, SECRET }: Environment) {
  const passkeys = createPasskeys<D1Statement[]>({
    relyingParty: { id: 'example.com', name: 'Example', origins: ['https://app.example.com'] },
    secret: SECRET,
    storage: d1Storage(DB),
    policy: { mode: 'optional', signUp: true },
    host: {
      findUser: async (email) => {
        const { results = [] } = await DB.prepare('select id from users where email = ?').bind(email).all()
        const [user] = results as readonly { readonly id: string }[]
        return user && { id: user.id, name: email }
      },
      createUser: ({ userId, profile }, batch) => {
        batch?.push(DB.prepare('insert into users (id, email) values (?, ?)').bind(userId, profile.email))
      },
    },
  })
  return createPasskeyHandler(passkeys, {
    serve: ['public'],
    session: () => null,
    onSignedIn: ({ userId }) => Response.json({ userId }),
  })
}
