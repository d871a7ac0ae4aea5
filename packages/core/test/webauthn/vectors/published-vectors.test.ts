import { describe, expect, test } from 'vitest'
import { decidedOtherwise } from './decided-otherwise.js'
import { judgeByFlow, judgedByFlow } from './published/judge-by-flow.js'
import { type Judgement, judgePurely } from './published/judge-purely.js'
import type { PublishedCase } from './published/published-case.js'
import { readPublished } from './published/read-published.js'

const cases = readPublished()
if (!cases) console.log('NOT RUN: published vectors: the folder shared/vectors is not beside the project')

const published = cases ?? []
const named = published.map((it) => ({ it, id: it.id }))

function judge(it: PublishedCase): Promise<Judgement> {
  return judgedByFlow.has(it.outcome) ? judgeByFlow(it) : judgePurely(it)
}

function rightOutcome({ id, outcome }: PublishedCase): string {
  return decidedOtherwise[id]?.outcome ?? outcome
}

describe.runIf(cases)('published vectors', () => {
  test.each(named)('$id', async ({ it }) => {
    const { outcome, says } = await judge(it)
    expect(outcome).toBe(rightOutcome(it))
    if (outcome === 'accepted' && it.says) expect(says).toMatchObject(it.says)
  })

  test('what is decided otherwise is a vector that there is, and the decision decides something', () => {
    const outcomes = new Map(published.map(({ id, outcome }) => [id, outcome]))
    for (const [id, { outcome }] of Object.entries(decidedOtherwise)) {
      expect(outcomes.keys()).toContain(id)
      expect(outcome).not.toBe(outcomes.get(id))
    }
  })
})

test('a folder that is not there holds no vectors, and fails nothing', () => {
  expect(readPublished('a folder that is not there')).toBeUndefined()
})
