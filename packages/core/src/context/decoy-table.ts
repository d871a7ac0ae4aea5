import type { PasskeyRecord } from '@latchkey/storage'
import { credentialAlgorithms } from '../algorithms.js'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import {
  commonest,
  type DecoyModel,
  type DecoyTable,
  decoyTableSchema,
  defaultDecoyTable,
} from '../options/decoy-table.js'
import { longestLists } from '../options/request-options.js'
import { authenticatorError } from '../passkey/usability.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/policy-checks.js'
import type { CheckedStore } from './checked-store.js'
import { walkPasskeyPages } from './paging.js'
import type { PolicyReader } from './policy-reader.js'

interface FreezeInput {
  readonly settings: Settings
  readonly store: CheckedStore
  readonly policies: PolicyReader
}

/**
 * The table that decoys are drawn from. The first process that needs it creates and stores it. It is then the same in
 * all processes, permanently.
 *
 * @throws {PasskeyError} `storage_unavailable`
 */
export function createDecoyTable(input: FreezeInput): () => Promise<DecoyTable> {
  let frozen: Promise<DecoyTable> | undefined
  return () => {
    frozen ??= readOrFreeze(input).catch((error: unknown) => {
      frozen = undefined
      throw error
    })
    return frozen
  }
}

async function readOrFreeze(input: FreezeInput): Promise<DecoyTable> {
  const { settings, store, policies } = input
  const rpId = settings.relyingParty.id
  const stored = await readTable(store, rpId)
  if (stored) return stored
  const table = (await sampleTable(input)) ?? narrowedTable((await policies.resolved(undefined)).policy)
  await store.policies.write(
    { rpId, scope: 'decoys', enabled: true, policy: { ...table }, version: 1, changedAt: settings.now() },
    0,
    [],
  )
  // Another process may have been first.
  const kept = await readTable(store, rpId)
  if (!kept) throw new PasskeyError('storage_unavailable')
  return kept
}

async function readTable(store: CheckedStore, rpId: string): Promise<DecoyTable | undefined> {
  const [record] = await store.policies.read(rpId, ['decoys'])
  if (!record) return undefined
  const parsed = decoyTableSchema.safeParse(record.policy)
  if (!parsed.success) throw new PasskeyError('storage_unavailable', { cause: parsed.error })
  return parsed.data
}

/** Fewer do not represent the rest. */
const leastPasskeys = 100
const mostPasskeys = 10_000
const mostUsers = 500
/** Divisible by 1 to 10, so that the weights of users are whole numbers. */
const wholeWeight = 2520

/** A sample of this deployment's passkeys: the first ones by their ids, which are random. */
async function sampleTable(input: FreezeInput): Promise<DecoyTable | undefined> {
  const passkeys: PasskeyRecord[] = []
  for await (const page of walkPasskeyPages(input)) {
    passkeys.push(...page.filter(isListed))
    if (passkeys.length >= mostPasskeys || passkeys.length < leastPasskeys) break
  }
  if (passkeys.length < leastPasskeys) return undefined
  return { counts: await countUsers(input, passkeys), models: commonest(countModels(passkeys)) }
}

function isListed({ status, algorithm }: PasskeyRecord): boolean {
  return status === 'active' && credentialAlgorithms.includes(algorithm)
}

function countModels(passkeys: readonly PasskeyRecord[]): readonly DecoyModel[] {
  const models = new Map<string, DecoyModel>()
  for (const passkey of passkeys) {
    const model = toModel(passkey)
    const key = JSON.stringify(model)
    models.set(key, { ...model, weight: (models.get(key)?.weight ?? 0) + 1 })
  }
  return [...models.values()]
}

function toModel({ id, transports, algorithm, aaguid, ...passkey }: PasskeyRecord): DecoyModel {
  return {
    weight: 1,
    idBytes: Math.floor((id.length * 3) / 4),
    transports: [...transports].sort(),
    algorithm,
    aaguid,
    trusted: passkey.attestation.trusted,
    backupEligible: passkey.backupEligible ?? null,
    discoverable: passkey.discoverable ?? null,
  }
}

/** A user with several passkeys appears more often in the sample, by that factor. */
async function countUsers(
  { settings, store }: FreezeInput,
  passkeys: readonly PasskeyRecord[],
): Promise<readonly number[]> {
  const counts = Array.from({ length: longestLists.allow }, () => 0)
  const userIds = [...new Set(passkeys.map(({ userId }) => userId))].slice(0, mostUsers)
  for (const userId of userIds) {
    const { passkeys: own } = await store.passkeys.listByUser(settings.relyingParty.id, userId)
    const count = Math.min(own.filter(isListed).length, longestLists.allow)
    if (count > 0) counts[count - 1] = (counts[count - 1] ?? 0) + Math.round(wholeWeight / count)
  }
  return counts.some((count) => count > 0) ? counts : defaultDecoyTable.counts
}

type Rule = (model: DecoyModel, policy: EffectivePolicy) => boolean

const fitsAttachment: Rule = ({ transports }, { attachment }) =>
  attachment === 'any' || (attachment === 'platform') === transports.includes('internal')
const isOfRightKind: Rule = ({ backupEligible }, { kinds }) => (backupEligible ? kinds.synced : kinds.deviceBound)
const isDiscoverable: Rule = ({ discoverable }, policy) => discoverable !== false || !mustBeDiscoverable(policy)
/** An allow list of models mostly contains security keys. */
const isListable: Rule = ({ trusted }, { authenticators }) => authenticators.allow === 'any' || trusted
const isAllowed: Rule = ({ aaguid, backupEligible }, policy) =>
  authenticatorError(policy, {
    aaguid,
    attestation: { trusted: true },
    ...(backupEligible === null ? {} : { backupEligible }),
  }) === undefined

/** From all requirements of an enrollment to the most important one: the first list that leaves a model applies. */
const rules: readonly (readonly Rule[])[] = [
  [fitsAttachment, isOfRightKind, isDiscoverable, isAllowed],
  [fitsAttachment, isOfRightKind, isDiscoverable, isListable],
  [fitsAttachment, isOfRightKind, isDiscoverable],
  [isOfRightKind, isDiscoverable],
  [],
]

/** The default table without the models that users of a new deployment cannot enroll under its policy. */
function narrowedTable(policy: EffectivePolicy): DecoyTable {
  const { counts, models } = defaultDecoyTable
  const fitting = rules.map((all) => models.filter((model) => all.every((rule) => rule(model, policy))))
  const [first = -7] = policy.algorithms
  const chosen = fitting.find(({ length }) => length > 0) ?? models
  return {
    counts,
    models: chosen.map((model) => ({
      ...model,
      trusted: policy.trust.require || (model.trusted && policy.attestation !== 'none'),
      algorithm: policy.algorithms.includes(model.algorithm) ? model.algorithm : first,
    })),
  }
}
