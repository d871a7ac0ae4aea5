import {
  assertStorable,
  assertStorableEndpoint,
  type EndpointMark,
  type EndpointRecord,
  type EndpointTarget,
} from '@latchkey/storage'
import { keyOf, type MemoryState } from './state.js'

export function openEndpoint(state: MemoryState, target: EndpointTarget, at: number): EndpointRecord {
  const key = endpointKey(target)
  const stored = state.endpoints.get(key) ?? { rpId: target.rpId, endpoint: target.endpoint, createdAt: at }
  state.endpoints.set(key, stored)
  return { ...stored }
}

/** In the order of their ids. */
export function endpointsOf(state: MemoryState, rpId: string): readonly EndpointRecord[] {
  assertStorable({ rpId })
  return [...state.endpoints.values()]
    .filter((stored) => stored.rpId === rpId)
    .sort((one, other) => (one.endpoint < other.endpoint ? -1 : 1))
}

export function markEndpoint(state: MemoryState, target: EndpointTarget, mark: EndpointMark): 'done' | 'gone' {
  const key = endpointKey(target)
  assertStorable({ reason: mark.reason })
  const stored = state.endpoints.get(key)
  if (stored === undefined) return 'gone'
  state.endpoints.set(key, marked(stored, mark))
  return 'done'
}

function marked({ failingSince, reason, ...stored }: EndpointRecord, mark: EndpointMark): EndpointRecord {
  const because = mark.reason === undefined ? {} : { reason: mark.reason }
  if (mark.as === 'failed') return { ...stored, failingSince: failingSince ?? mark.at, ...because }
  if (mark.as === 'disabled') {
    return {
      ...stored,
      ...(failingSince !== undefined && { failingSince }),
      disabledAt: stored.disabledAt ?? mark.at,
      ...because,
    }
  }
  if (mark.as === 'succeeded') {
    const isKept = stored.disabledAt !== undefined && reason !== undefined
    return { ...stored, ...(isKept && { reason }) }
  }
  const { disabledAt: _, ...enabled } = stored
  return enabled
}

export function closeEndpoint(state: MemoryState, target: EndpointTarget): 'done' | 'gone' {
  const key = endpointKey(target)
  for (const [id, { rpId, endpoint }] of state.deliveries) {
    if (rpId === target.rpId && endpoint === target.endpoint) state.deliveries.delete(id)
  }
  return state.endpoints.delete(key) ? 'done' : 'gone'
}

function endpointKey({ rpId, endpoint }: EndpointTarget): string {
  assertStorable({ rpId })
  assertStorableEndpoint(endpoint)
  return keyOf(rpId, endpoint)
}
