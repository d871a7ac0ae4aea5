import { CommandError } from './command-error.js'
import { describeError } from './describe-error.js'

/** Prints the error, and for a config that throws also its stack. */
export function reportError(error: unknown): void {
  console.error(`latchkey: ${describeError(error)}`)
  const isFromConfig = error instanceof CommandError && error.code === 'config_failed'
  if (isFromConfig && error.cause instanceof Error) console.error(framesOf(error.cause))
}

function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.filter((frame) => !frame.includes('node:')).join('\n')
}
