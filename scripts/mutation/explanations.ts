import type { Explanation } from './survivors.js'

/** Why the changes that no test notices are none that a test should notice. */
export const explanations: readonly Explanation[] = [
  {
    file: 'ceremony/envelopes.ts',
    was: '!keyId || !key',
    became: ['false', '!keyId && !key'],
    why: 'The settings have at least one secret, so there is a key; the question is the compiler’s.',
  },
  {
    file: 'ceremony/envelopes.ts',
    was: "typeof sealed === 'string' && sealed.length <= longest",
    became: ['true'],
    why: 'What is no envelope does not open; the limit spares the work of decoding it.',
  },
  {
    file: 'ceremony/envelopes.ts',
    was: 'sealed.length <= longest',
    became: ['true'],
    why: 'A longer text does not open either; the limit spares the work of decoding it.',
  },
  {
    file: 'ceremony/envelopes.ts',
    was: 'bytes.length <= headerBytes',
    became: ['bytes.length < headerBytes'],
    why: 'A header with nothing behind it does not open either.',
  },
  {
    file: 'ceremony/envelopes.ts',
    was: 'bytes[0] !== formatVersion',
    became: ['false'],
    why: 'The header is authenticated: one that names another version does not open either.',
  },
  {
    file: 'policy/field-rows.ts',
    was: 'rank(left) < rank(right)',
    became: ['rank(left) <= rank(right)'],
    why: 'Of two values of one rank, which are the same, either is the stricter.',
  },
  {
    file: 'policy/policy-rules.ts',
    was: '[]',
    became: ['["Stryker was here"]'],
    why: 'A layer that is a text states no field.',
  },
  {
    file: 'policy/sound-policy.ts',
    was: '[]',
    became: ['["Stryker was here"]'],
    why: 'A layer that is a text states no field.',
  },
]
