import { readFileSync } from 'node:fs'
import type { Passkeys } from '@latchkey/core'
import { createPasskeyHandler, type PasskeyHandler, type PasskeyHandlerOptions } from '@latchkey/http'
import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import { withDocumentedCodes } from '../../../test-support/documented-codes.js'

const source = readFileSync(new URL('../src/create-passkey-handler.ts', import.meta.url), 'utf8')

/** The codes that the docstring of `PasskeyHandler` lists as the handler's own. */
const handlerCodes: readonly string[] = readOwnCodes()

function readOwnCodes(): readonly string[] {
  const [before = ''] = source.split('export interface PasskeyHandler<')
  const docstring = before.slice(before.lastIndexOf('/**'))
  return [...docstring.matchAll(/^ \* - `(\w+)`/gm)].map(([, code = '']) => code)
}

/**
 * The handler of `createPasskeyHandler`. A refusal whose code no method that it called has thrown, and that the
 * docstring of `PasskeyHandler` does not list, rejects, so that the test which sees it fails.
 */
export function createDocumentedHandler(passkeys: Passkeys, options: PasskeyHandlerOptions): PasskeyHandler {
  const allowed = new Set(handlerCodes)
  const onThrown = (code: string) => {
    allowed.add(code)
    if (isPasskeyErrorCode(code) && errorTable[code].publicCode !== 'itself') allowed.add(errorTable[code].publicCode)
  }
  const handle = createPasskeyHandler(withDocumentedCodes(passkeys, onThrown), options)
  const checked = async (request: Request, ...native: [unknown?]): Promise<Response> => {
    const response = await handle(request, ...native)
    const isProblem = response.headers.get('content-type') === 'application/problem+json'
    const code = isProblem ? codeOf(await response.clone().json()) : undefined
    if (code === undefined || allowed.has(code)) return response
    throw new Error(`The handler responded with ${code}, which its docstring does not list.`)
  }
  return Object.assign(checked, { basePath: handle.basePath })
}

function codeOf(problem: unknown): string {
  return typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : ''
}
