import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { assets } from './assets.js'
import { environment } from './environment.js'
import { messagePage } from './pages/message-page.js'
import { handlePasskeys } from './passkeys.js'
import { account } from './routes/account.js'
import { admin } from './routes/admin.js'
import { codes } from './routes/codes.js'
import { membership } from './routes/organizations.js'
import { password } from './routes/password.js'
import { security } from './routes/security.js'
import { signIn } from './routes/sign-in.js'
import { signUp } from './routes/sign-up.js'
import { receivedWebhooks } from './routes/webhooks.js'

const own = ["'self'"]

/** The whole demo: `Request` in, `Response` out. */
export const app = new Hono<{ readonly Bindings: HttpBindings }>()

app.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: own,
      styleSrc: own,
      fontSrc: own,
      // The icons of passkey providers are `data:` URLs.
      imgSrc: [...own, 'data:'],
      connectSrc: own,
      formAction: own,
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: false,
  }),
)

/** Passkeys are bound to one origin. Other host names of this machine redirect to it. */
app.use(async (context, next) => {
  const { origin, pathname, search } = new URL(context.req.url)
  if (context.req.method !== 'GET' || origin === environment.origin) return next()
  return context.redirect(`${environment.origin}${pathname}${search}`)
})

app.all('/passkeys/*', (context) => handlePasskeys(context.req.raw, context.env.incoming))

app.get('/assets/:file', (context) => {
  const asset = assets.get(context.req.path)
  if (!asset) return context.notFound()
  const headers = { 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' }
  return context.body(asset.contents, 200, headers)
})

app.use(csrf({ origin: environment.origin }), bodyLimit({ maxSize: 65_536 }), async (context, next) => {
  await next()
  context.header('cache-control', 'no-store')
})

app.route('/', account)
app.route('/', admin)
app.route('/', codes)
app.route('/', membership)
app.route('/', password)
app.route('/', security)
app.route('/', signIn)
app.route('/', signUp)
app.route('/', receivedWebhooks)

app.notFound((context) =>
  context.html(messagePage({ title: 'Page not found', text: 'There is no page at this address.' }), 404),
)

app.onError((error, context) => {
  if (error instanceof HTTPException) return error.getResponse()
  console.error(error)
  return context.html(messagePage({ title: 'Something went wrong', text: 'Please try again in a moment.' }), 500)
})
