import * as z from 'zod'

/** The provider of an authenticator, as in the community list. */
export interface ListedProvider {
  readonly name: string
  /** A `data:` URL of an SVG or PNG image for a light page, at most 64 kB. */
  readonly icon_light?: string | null
  /** The same for a dark page. */
  readonly icon_dark?: string | null
}

/** Providers by AAGUID in lower case: `aaguid.json` or `combined_aaguid.json` of the community list, unchanged. */
export type ProviderList = Readonly<Record<string, ListedProvider>>

const longestIcon = 65_536
const aaguid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const anIcon = z
  .string()
  .max(longestIcon)
  .regex(/^data:image\/(?:svg\+xml|png);base64,[A-Za-z0-9+/]+=*$/, 'must be a data: URL of an SVG or PNG image')
  .nullish()

export const providerListSchema = z
  .record(z.string(), z.object({ name: z.string().min(1).max(100), icon_light: anIcon, icon_dark: anIcon }))
  .refine((list) => Object.keys(list).every((key) => aaguid.test(key)), 'must be by AAGUID in lower case')
