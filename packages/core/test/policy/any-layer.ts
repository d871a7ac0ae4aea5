import * as fc from 'fast-check'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import type { FieldRange } from '../../src/policy/field-rows.js'
import { describePolicy } from '../../src/policy/map-fields.js'

/** Values of a field that its row takes, as far as its range says them. */
function valuesOf(range: FieldRange): fc.Arbitrary<unknown> {
  if (range.kind === 'choice') return fc.constantFrom(...range.values)
  if (range.kind === 'switch') return fc.boolean()
  if (range.kind === 'number') return fc.integer({ min: range.least, max: range.most })
  if (range.kind === 'recency') {
    return fc.oneof(fc.constant('none'), fc.integer({ min: range.least, max: range.most }))
  }
  if (range.kind === 'instant') return fc.oneof(fc.constant(range.word), fc.integer({ min: 0, max: 2e12 }))
  if (range.kind === 'cadence') {
    return fc.oneof(fc.constantFrom(...range.values), fc.record({ days: fc.integer({ min: 1, max: range.mostDays }) }))
  }
  const list = fc.uniqueArray(
    Array.isArray(range.of)
      ? fc.constantFrom<string | number | object>(...range.of)
      : (elementsOf[String(range.of)] ?? fc.string()),
    { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify({ ...Object(value), until: 0 }) },
  )
  return range.kind === 'list' ? list : fc.oneof(fc.constant(range.word), list)
}

const elementsOf: Readonly<Record<string, fc.Arbitrary<string | object>>> = {
  exemption: fc.record({ groupId: fc.constantFrom('a', 'b', 'c'), until: fc.integer({ min: 0, max: 2e12 }) }),
  aaguid: fc.constantFrom(...['a', 'b', 'c', 'd'].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`)),
  certificate: fc.constant('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'),
}

/** A layer that states some of the fields. */
export const anyLayer: fc.Arbitrary<PartialPolicy> = fc
  .tuple(
    ...describePolicy().map(({ field, range }) => fc.option(valuesOf(range).map((value) => [field, value] as const))),
  )
  .map((stated) => {
    const layer: Record<string, unknown> = {}
    for (const entry of stated) {
      if (!entry) continue
      const [field, value] = entry
      const [name = '', member] = field.split('.')
      layer[name] = member === undefined ? value : { ...Object(layer[name]), [member]: value }
    }
    return layer
  })
