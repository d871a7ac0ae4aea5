// A page on http://localhost with one virtual authenticator, for the findings about Chromium. `see` runs on the page, where
// `createPasskey(options)` is the shortest valid call of `create()`.
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const platformAuthenticator = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
}

export async function inChromium(look) {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox'] })
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`http://localhost:${server.address().port}/`)
    const devTools = await context.newCDPSession(page)
    await devTools.send('WebAuthn.enable', { enableUI: false })
    const authenticator = await devTools.send('WebAuthn.addVirtualAuthenticator', { options: platformAuthenticator })
    await page.evaluate(defineCreatePasskey)
    console.log(`Chromium ${browser.version()}`)
    await look({ see: (expression) => page.evaluate(expression), devTools, authenticator })
  } finally {
    await browser.close()
    server.close()
  }
}

function defineCreatePasskey() {
  globalThis.createPasskey = () =>
    navigator.credentials.create({
      publicKey: {
        rp: { id: 'localhost', name: 'Example' },
        user: { id: new Uint8Array([1]), name: 'user', displayName: 'User' },
        challenge: new Uint8Array(16),
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required' },
      },
    })
}
