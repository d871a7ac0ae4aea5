import { en } from './languages/en.js'
import type { SomeTexts, Texts } from './texts.js'

/** The texts of one language, and the locale in which its dates and numbers are written. */
export interface Language {
  readonly texts: Texts
  readonly locale: string
}

/** The texts that an app offers, by language tags such as `pt-BR`. English is always there. */
export type Languages = Readonly<Record<string, Texts>>

/** The language that comes nearest to a tag: `de` for `de-AT`, `pt-BR` for `pt`. Else English. */
export function chooseLanguage(languages: Languages, tag: string): Language {
  const offered = new Map(Object.entries({ en, ...languages }).map((it) => [it[0].toLowerCase(), it]))
  const wanted = tag.toLowerCase()
  const [primary = ''] = wanted.split('-')
  const near = [...offered.keys()].find((it) => it.split('-')[0] === primary)
  const [chosen, texts] = findByPrefix(offered, wanted) ?? offered.get(near ?? '') ?? ['en', en]
  return { texts, locale: findLocale(tag, chosen) }
}

function findByPrefix<Value>(offered: ReadonlyMap<string, Value>, tag: string): Value | undefined {
  const found = offered.get(tag)
  return found !== undefined || !tag.includes('-') ? found : findByPrefix(offered, tag.replace(/-[^-]*$/, ''))
}

/** The page's own tag, which knows the region; not where it is another language than the texts, or no tag at all. */
function findLocale(tag: string, chosen: string): string {
  const isSameLanguage = tag.toLowerCase().split('-')[0] === chosen.toLowerCase().split('-')[0]
  return canonicalTag(isSameLanguage ? tag : chosen) ?? canonicalTag(chosen) ?? 'en'
}

/** A tag as `Intl` accepts it. */
function canonicalTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** The language of an element: its own `lang`, or that of what it is in, across shadow roots. */
export function findLanguageTag(element: Element): string {
  const lang = element.closest('[lang]')?.getAttribute('lang')
  if (lang) return lang
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? findLanguageTag(root.host) : ''
}

/** Texts in which an app has replaced some. */
export function replaceTexts(texts: Texts, replaced: SomeTexts): Texts {
  return {
    ...texts,
    ...replaced,
    prompts: { ...texts.prompts, ...replaced.prompts },
    errors: { ...texts.errors, ...replaced.errors },
  }
}
