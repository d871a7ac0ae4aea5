import * as z from 'zod'
import { credentialAlgorithms } from '../algorithms.js'
import { longestLists } from './request-options.js'

/** What passkeys of one kind look like to a browser, and what a policy knows of them. */
export interface DecoyModel {
  /** How common it is beside the others. */
  readonly weight: number
  readonly idBytes: number
  /** As browsers sort them. */
  readonly transports: readonly string[]
  /** COSE number. */
  readonly algorithm: number
  readonly aaguid: string
  readonly trusted: boolean
  /** Null where it is unknown. */
  readonly backupEligible: boolean | null
  /** Null where the browser did not say. */
  readonly discoverable: boolean | null
}

/** What the passkeys of users look like: frozen once, so that a decoy never changes. */
export interface DecoyTable {
  /** How common it is to have one passkey, two, and so on. */
  readonly counts: readonly number[]
  readonly models: readonly DecoyModel[]
}

const mostModels = 300
const aWeight = z.int().min(1).max(1_000_000_000)

/** How a frozen table is stored. */
export const decoyTableSchema = z.strictObject({
  counts: z.array(z.int().min(0).max(1_000_000_000)).min(1).max(longestLists.allow),
  models: z
    .array(
      z.strictObject({
        weight: aWeight,
        idBytes: z.int().min(16).max(1023),
        transports: z.array(z.string().max(64)).max(16),
        algorithm: z.int().refine((algorithm) => credentialAlgorithms.includes(algorithm)),
        aaguid: z.string().length(36),
        trusted: z.boolean(),
        backupEligible: z.boolean().nullable(),
        discoverable: z.boolean().nullable(),
      }),
    )
    .min(1)
    .max(mostModels),
})

/** The commonest models of what was counted, and never more than a table may have. */
export function commonest(models: readonly DecoyModel[]): readonly DecoyModel[] {
  return [...models].sort((left, right) => right.weight - left.weight).slice(0, mostModels)
}

/** One of the rows, as often as its weight says, by 32 random bits. */
export function pick<Row>(rows: readonly Row[], weightOf: (row: Row) => number, random: number): Row | undefined {
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0)
  let left = (random / 2 ** 32) * total
  return rows.find((row) => {
    left -= weightOf(row)
    return left < 0
  })
}

const synced = { algorithm: -7, backupEligible: true, discoverable: true, trusted: false } as const
const onDevice = { ...synced, backupEligible: false } as const
const securityKey = { ...onDevice, algorithm: -8, trusted: true } as const

/** What passkeys look like where a deployment has too few of its own to go by. */
export const defaultDecoyTable: DecoyTable = {
  counts: [58, 26, 10, 4, 2],
  models: [
    model(30, 20, ['hybrid', 'internal'], { ...synced, aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' }),
    model(24, 16, ['hybrid', 'internal'], { ...synced, aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4' }),
    model(6, 16, ['hybrid', 'internal'], { ...synced, aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' }),
    model(4, 16, ['internal'], { ...synced, aaguid: 'd548826e-79b4-db40-a3d8-11116f7e8349' }),
    model(12, 32, ['internal'], { ...onDevice, algorithm: -257, aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' }),
    model(8, 32, ['internal'], { ...onDevice, aaguid: 'adce0002-35bc-c60a-648b-0b25f1f05503' }),
    model(8, 48, ['nfc', 'usb'], { ...securityKey, aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a' }),
    model(4, 48, ['usb'], { ...securityKey, aaguid: 'ee882879-721c-4913-9775-3dfcce97072a' }),
    model(4, 64, ['nfc', 'usb'], {
      ...securityKey,
      algorithm: -7,
      discoverable: false,
      aaguid: '6d44ba9b-f6ec-2e49-b930-0c8fe920cb73',
    }),
  ],
}

function model(
  weight: number,
  idBytes: number,
  transports: readonly string[],
  rest: Omit<DecoyModel, 'weight' | 'idBytes' | 'transports'>,
): DecoyModel {
  return { weight, idBytes, transports, ...rest }
}
