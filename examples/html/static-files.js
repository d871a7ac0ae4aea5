import { createReadStream, existsSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Where each kind of path is. The browser loads the packages as they are: no bundler. */
function fileOf(path) {
  if (path.includes('..') || path.includes('\0')) return undefined
  const isModule = /^\/modules\/(?:@latchkey|@simplewebauthn)\/[\w.-]+\/[\w./-]+\.js$/.test(path)
  if (isModule) return join('node_modules', path.slice('/modules'.length))
  if (extname(path) === '.js') return join('pages', normalize(path))
  const page = path === '/' ? '/index.html' : path
  return join('public', normalize(extname(page) === '' ? `${page}.html` : page))
}

export function sendFile(path, response) {
  const file = fileOf(path)
  const type = types[extname(file ?? '')]
  if (!file || !type || !existsSync(file)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': type })
  createReadStream(file).pipe(response)
}
