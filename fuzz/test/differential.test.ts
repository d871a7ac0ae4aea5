import { describe, expect, test } from 'vitest'
import { createRandom } from '../../test-support/random.js'
import { compare } from '../differences/compare.js'
import { explained } from '../differences/explained.js'
import type { Ceremony, FuzzCase } from '../mutations/fuzz-case.js'
import { describeWrong } from '../report/print-report.js'
import { runCases } from '../run-cases.js'
import { makeSubjects, subjectKinds } from '../subjects/make-subjects.js'
import { creationOptions, requestOptions, type Subject } from '../subjects/subject.js'

/** The short form; `npm run fuzz` is the long one. */
const short = { seed: 20_261_121, from: 0, to: 2000, extent: 'offered' } as const

const disputed = { clientData: (honest: object) => ({ ...honest, tokenBinding: { status: 'disputed' } }) }

async function honest(subject: Subject, ceremony: Ceremony, tamper: object = {}): Promise<FuzzCase> {
  const response = await (ceremony === 'registration'
    ? subject.registering.create(creationOptions(subject.algorithm), { tamper })
    : subject.signing.get(requestOptions, { tamper }))
  return { subject, ceremony, mutations: [], response }
}

async function firstSubject(): Promise<Subject> {
  const [subject] = await makeSubjects('offered', createRandom(1))
  if (!subject) throw new RangeError('There is no subject.')
  return subject
}

describe('what two libraries make of the same response', () => {
  test('every algorithm that is offered, and every statement format: both accept what is honest', async () => {
    const subjects = await makeSubjects('offered', createRandom(1))
    expect(subjects.map(({ name }) => name)).toEqual(
      subjectKinds('offered').map(({ algorithm, attestation }) => `${algorithm} ${attestation}`),
    )
    for (const subject of subjects) {
      for (const ceremony of ['registration', 'authentication'] as const) {
        const found = await compare(await honest(subject, ceremony))
        const isUnknown = ceremony === 'registration' && subject.name === '-7 compound'
        const right = isUnknown ? { kind: 'explained', by: 'A compound statement' } : { kind: 'both accept' }
        expect({ subject: subject.name, ceremony, ...found }).toMatchObject(right)
      }
    }
  })

  test('of thousands of mutations every difference is explained, and nothing is thrown but a PasskeyError', async () => {
    const { counts, wrong } = await runCases(short)
    expect(wrong.map(describeWrong).join('\n')).toBe('')
    expect(counts['both accept']).toBeGreaterThan(200)
    expect(counts['both refuse']).toBeGreaterThan(200)
  }, 300_000)

  test('a key whose last part is longer than the data: the other library reads what there is', async () => {
    const { counts, wrong } = await runCases({ seed: 4711, from: 3332, to: 3333, extent: 'all' })
    expect(wrong.map(describeWrong).join('\n')).toBe('')
    expect(counts).toEqual({ 'A public key that is not whole, or not in strict CBOR': 1 })
  })

  test('a difference that nothing explains is found', async () => {
    const it = await honest(await firstSubject(), 'registration', disputed)
    await expect(compare(it, [])).resolves.toMatchObject({ kind: 'unexplained', ours: 'accepts' })
    await expect(compare(it)).resolves.toEqual({ kind: 'explained', by: 'An unknown token binding' })
  })

  test('an explanation that speaks of another ceremony, code or cause explains nothing', async () => {
    const it = await honest(await firstSubject(), 'registration', disputed)
    const [row] = explained.filter(({ name }) => name === 'An unknown token binding')
    if (!row) throw new RangeError('There is no such explanation.')
    const others = [
      { ...row, ceremony: 'authentication' as const },
      { ...row, ours: 'challenge_mismatch' },
      { ...row, theirs: 'accepts' as const },
      { ...row, theirs: /something else/ },
      { ...row, applies: () => false },
    ]
    for (const other of others) await expect(compare(it, [other])).resolves.toMatchObject({ kind: 'unexplained' })
  })

  test('every explanation has a name of its own', () => {
    expect(new Set(explained.map(({ name }) => name)).size).toBe(explained.length)
  })
})
