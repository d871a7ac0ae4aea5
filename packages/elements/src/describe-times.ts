import type { Language } from './choose-language.js'
import { createElement } from './create-element.js'
import { fillNodes } from './fill-text.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** When a passkey was added. */
export function describeAdded(at: number, { texts, locale }: Language): readonly (Node | string)[] {
  return fillNodes(texts.added, { date: time(at, describeDate(at, locale)) })
}

/** When a passkey was last used: how long ago, or after a week the date. */
export function describeLastUsed(at: number, { texts, locale }: Language): readonly (Node | string)[] {
  const age = Math.max(Date.now() - at, 0)
  if (age >= 7 * day) return fillNodes(texts.lastUsedOn, { date: time(at, describeDate(at, locale)) })
  const ago = age < minute ? texts.justNow : describeAge(age, locale)
  return fillNodes(texts.lastUsed, { ago: time(at, ago) })
}

function describeDate(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at)
}

function describeAge(age: number, locale: string): string {
  const [unit, length] =
    age < hour ? (['minute', minute] as const) : age < day ? (['hour', hour] as const) : (['day', day] as const)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(age / length), unit)
}

function time(at: number, text: string): HTMLElement {
  return createElement('time', { datetime: new Date(at).toISOString() }, text)
}
