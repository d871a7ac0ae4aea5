import type { Database, EndingKind } from './database.js'
import { timeBytes } from './keys.js'

/** Stores when the record of this key may be swept, so that `sweep` finds it without reading the others. */
export function keepEnding({ endings }: Database, kind: EndingKind, at: number, key: Buffer): void {
  endings[kind].putSync(endingKey(at, key), key.toString('base64'))
}

export function dropEnding({ endings }: Database, kind: EndingKind, at: number, key: Buffer): void {
  endings[kind].removeSync(endingKey(at, key))
}

/** Removes at most `limit` endings from before this time, and returns the keys of their records. */
export function takeEnded({ endings }: Database, kind: EndingKind, before: number, limit: number): readonly Buffer[] {
  const ended = [...endings[kind].getRange({ start: timeBytes(0), end: timeBytes(before), limit })]
  for (const { key } of ended) endings[kind].removeSync(key)
  return ended.map(({ value }) => Buffer.from(value, 'base64'))
}

function endingKey(at: number, key: Buffer): Buffer {
  return Buffer.concat([timeBytes(at), key])
}
