import * as z from 'zod'

/** The provider of an authenticator, as in the community list. */
export interface ListedProvider {
  readonly name: string
  /** A `data:` URL of an SVG or PNG image for a light page, at most 64 kB. */
  readonly icon_light?: string | null | undefined
  /** The same for a dark page. */
  readonly icon_dark?: string | null | undefined
}

/** Providers by AAGUID in lower case: `aaguid.json` or `combined_aaguid.json` of the community list, unchanged. */
export type ProviderList = Readonly<Record<string, ListedProvider>>

const longestIcon = 65_536
const aaguid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An icon that cannot be shown is dropped; its name stays. */
const anIcon = z
  .string()
  .max(longestIcon)
  .regex(/^data:image\/(?:svg\+xml|png);base64,[A-Za-z0-9+/]+=*$/)
  .optional()
  .catch(undefined)

const aRow = z.object({ name: z.string().trim().min(1).max(100), icon_light: anIcon, icon_dark: anIcon })

/** The required form of the configuration. Its rows are from the community, so they are parsed one by one. */
export const providerListSchema = z.record(z.string(), z.unknown())

/**
 * The rows that can be parsed, by AAGUID in lower case. A row that cannot be parsed names no authenticator and harms
 * no other: you do not control the list, and your app must start with its next version too.
 */
export function readProviderList(list: Readonly<Record<string, unknown>>): ProviderList {
  const rows = Object.entries(list).map(([key, value]) => [key.toLowerCase(), aRow.safeParse(value).data, key] as const)
  // Of two spellings of one AAGUID, the one of the list counts.
  const sorted = rows.sort(
    ([key, , given], [otherKey, , otherGiven]) => Number(key === given) - Number(otherKey === otherGiven),
  )
  const read = sorted.flatMap(([key, row]) => (row && aaguid.test(key) ? [[key, Object.freeze(row)] as const] : []))
  return Object.freeze(Object.fromEntries(read))
}
