import type { Logger, PasskeyError } from '@latchkey/core'
import { isObject } from './name-of.js'

/** A cause that the operator can fix. Its message says how, and has no personal data. */
export class OperatorCause extends Error {
  override readonly name = 'OperatorCause'
  readonly kind: string
  /** Whether the page gets the message as well: only a page on the developer's own machine. */
  readonly forPage: boolean

  constructor(kind: 'origin' | 'no-origin' | 'path' | 'host', message: string, forPage = false) {
    super(message)
    this.kind = kind
    this.forPage = forPage
  }
}

/** Prints what would otherwise go unnoticed. */
export interface OperatorLog {
  /** Prints a line at most once per cause and minute, if the operator can fix the cause of the refusal. */
  refused(error: PasskeyError): void
  /** Prints a line at most once per handler. */
  once(kind: string, line: string): void
}

interface Printing {
  readonly now?: () => number
  readonly logger: Pick<Logger, 'warn'>
}

const minute = 60_000

export function createOperatorLog({ now = Date.now, logger }: Printing): OperatorLog {
  const printedAt = new Map<string, number>()
  const printEvery = (interval: number, kind: string, line: string) => {
    const at = now()
    const before = printedAt.get(kind)
    if (before !== undefined && Math.abs(at - before) < interval) return
    printedAt.set(kind, at)
    logger.warn(`latchkey: ${line}`)
  }
  return {
    refused(error) {
      const cause = operatorCauseOf(error)
      if (cause) printEvery(minute, cause.kind, cause.message)
    },
    once: (kind, line) => printEvery(Number.POSITIVE_INFINITY, kind, line),
  }
}

function operatorCauseOf({ code, cause }: PasskeyError): Pick<OperatorCause, 'kind' | 'message'> | undefined {
  if (code === 'storage_unavailable') return storageCause(cause)
  return cause instanceof OperatorCause ? cause : undefined
}

/**
 * The adapter's message says what is wrong with the schema. Other errors may contain values of a query: only their
 * code is printed.
 */
function storageCause(cause: unknown): Pick<OperatorCause, 'kind' | 'message'> {
  const schema = chainOf(cause).find(({ name }) => name === 'SchemaError')
  if (schema) return { kind: 'schema', message: `storage is not available. ${schema.message}` }
  const code = chainOf(cause).map(codeOf).find(Boolean)
  return { kind: 'storage', message: `storage is not available${code ? ` (${code})` : ''}: is the database reachable?` }
}

function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let it = error; it instanceof Error && chain.length < 5; it = it.cause) chain.push(it)
  return chain
}

function codeOf(error: Error): string | undefined {
  const code = isObject(error) ? error.code : undefined
  return typeof code === 'string' && /^\w{2,40}$/.test(code) ? code : undefined
}
