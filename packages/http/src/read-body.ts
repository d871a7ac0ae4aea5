import { isPasskeyError, PasskeyError } from '@latchkey/core'
import { bodyAlreadyRead, isBodyAlreadyRead } from './body-already-read.js'

const largest = 256 * 1024
const deepest = 32

/**
 * The body as JSON, within the limits of size and depth. The caller parses its content.
 *
 * @throws {PasskeyError} `too_large`; `malformed` for a content type other than `application/json`, for invalid UTF-8
 *   or JSON, and for a depth of more than 32.
 * @throws {TypeError} for a body that the app has already read.
 */
export async function readBody(request: Request): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json') throw new PasskeyError('malformed')
  const text = decode(await readBytes(request))
  refuseDepth(text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PasskeyError('malformed', { cause })
  }
}

/** Stops reading as soon as the limit is exceeded, whatever length was announced. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > largest) throw new PasskeyError('too_large')
  if (request.bodyUsed || request.body?.locked) throw bodyAlreadyRead()
  const chunks = await readChunks(request)
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  // Some bridges pass on an empty body in place of one that was read. A body that the client breaks off ends with an
  // error.
  if (length === 0 && announced > 0) throw bodyAlreadyRead()
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** A body that breaks off counts as no body. */
async function readChunks({ body }: Request): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = []
  if (!body) return chunks
  const reader = body.getReader()
  try {
    let length = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length
      if (length > largest) throw new PasskeyError('too_large')
      chunks.push(read.value)
    }
    return chunks
  } catch (cause) {
    void reader.cancel(cause).catch(() => undefined)
    throw isPasskeyError(cause) || isBodyAlreadyRead(cause) ? cause : new PasskeyError('malformed', { cause })
  } finally {
    reader.releaseLock()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new PasskeyError('malformed', { cause })
  }
}

function refuseDepth(text: string): void {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    if (depth > deepest) throw new PasskeyError('malformed')
  }
}
