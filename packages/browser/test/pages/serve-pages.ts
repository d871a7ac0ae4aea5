import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'

/** What the server sends for one path. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What `/client.js` exports, as a module would write it. */
const clientAlone = "export * from '@latchkey/browser'; export * from '@latchkey/browser/outcomes'"

/** A server for real pages, with the client at `/client.js` and a passkey server that accepts every response. */
export interface PageServer {
  readonly origin: string
  readonly port: number
  /** What an address, `METHOD /path`, answers instead of the usual. */
  readonly answers: Map<string, Answer>
  /** The addresses that were asked for, in order. */
  readonly requests: string[]
  close(): Promise<void>
}

export async function servePages(contents: string = clientAlone): Promise<PageServer> {
  const files = await bundleClient(contents)
  const answers = new Map<string, Answer>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const address = `${request.method} ${pathname}`
    requests.push(address)
    send(response, answers.get(address) ?? files.get(pathname) ?? usualAnswer(address, request))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    port,
    answers,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, { status = 200, headers, body = '' }: Answer): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

export function json(content: unknown, status = 200): Answer {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return { status, headers: { 'content-type': type }, body: JSON.stringify(content) }
}

/** The client as an app would bundle it: one entry, and files that it loads later. */
async function bundleClient(contents: string): Promise<ReadonlyMap<string, Answer>> {
  const { outputFiles } = await build({
    stdin: {
      contents,
      resolveDir: import.meta.dirname,
      sourcefile: 'client.js',
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@latchkey/source'],
    outdir: '/',
    entryNames: 'client',
    write: false,
  })
  const headers = { 'content-type': 'text/javascript' }
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, '/'), { headers, body: text }]))
}

const challenge = 'AAECAwQFBgcICQoLDA0ODw'

/** Ceremonies of the host that the request names, which every response finishes. */
function usualAnswer(address: string, { headers: { host = '' } }: IncomingMessage): Answer {
  const rpId = host.replace(/:\d+$/, '')
  switch (address) {
    case 'POST /passkeys/sign-in/begin':
      return json({ ceremony: 'c', options: { challenge, rpId, timeout: 10_000, allowCredentials: [] } })
    case 'POST /passkeys/enroll/begin':
      return json({
        ceremony: 'c',
        options: {
          rp: { id: rpId, name: 'Test' },
          user: { id: challenge, name: 'ada@example.com', displayName: 'Ada' },
          challenge,
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          timeout: 10_000,
          authenticatorSelection: { residentKey: 'required', requireResidentKey: true },
        },
      })
    case 'POST /passkeys/enroll/finish':
      return json({ passkey: { id: 'new', name: 'A passkey' }, signals: { rpId } }, 201)
    case 'POST /passkeys/sign-in/finish':
      return json({ home: '/home' })
    default:
      return { body: '<!doctype html><title>Test</title><p>A page' }
  }
}
