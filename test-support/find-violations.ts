import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is examined. The color scheme changes nothing but colors: on the dark page the rules of colors are enough. */
const examined = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} as const

export interface Violations {
  readonly light: readonly string[]
  readonly dark: readonly string[]
}

/** A page without barriers. */
export const noViolations: Violations = { light: [], dark: [] }

/** What axe has to say against the page as it is shown now: rule and element, one a line. The page is left light. */
export async function findViolations(page: Page): Promise<Violations> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(source)
  const dark = await findIn(page, 'dark')
  return { light: await findIn(page, 'light'), dark }
}

async function findIn(page: Page, colorScheme: keyof Violations): Promise<readonly string[]> {
  // Without motion no colour is still on its way from one to the other.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const shown = await page.evaluate(`matchMedia('(prefers-color-scheme: ${colorScheme})').matches`)
  if (!shown) return [`the page is not ${colorScheme}`]
  // What else axe can tell, selectors and what is right among it, takes a third of its time and is not read.
  const found: unknown = await page.evaluate(`axe.run(document, {
    runOnly: ${JSON.stringify(examined[colorScheme])},
    resultTypes: ['violations'],
    selectors: false,
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`)
  return Array.isArray(found) ? found : ['axe did not answer']
}
