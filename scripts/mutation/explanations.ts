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
  {
    file: 'verify/check-attestation.ts',
    was: '!isCertified(object.format)',
    became: ['false'],
    why: 'A format that is neither certified nor one of the three others was refused before; the question is the compiler’s.',
  },
  {
    file: 'verify/check-attestation.ts',
    was: '[]',
    became: ['["Stryker was here"]'],
    why: 'Whoever asks has seen that the statement is no map; the question is the compiler’s.',
  },
  {
    file: 'verify/check-framing.ts',
    was: '[]',
    became: ['["Stryker was here"]'],
    why: 'A text that is no origin is the top origin of no page.',
  },
  {
    file: 'verify/check-public-key.ts',
    was: 'algorithm !== undefined',
    became: ['true'],
    why: 'An algorithm that there is not was refused before; the question is the compiler’s.',
  },
  {
    file: 'verify/check-public-key.ts',
    was: 'key.keyType === algorithm.keyType',
    became: ['true'],
    why: 'No curve of one type has the number of a curve of the other, so a key of the other type is on none.',
  },
  {
    file: 'verify/check-signature.ts',
    was: '!signatureForm(signature)',
    became: ['false'],
    why: 'OpenSSL refuses what has not the form of a signature, too; not every platform does.',
  },
  {
    file: 'verify/signature-form.ts',
    was: 'number.length < limit.length',
    became: ['number.length <= limit.length'],
    why: 'The lengths differ there.',
  },
  {
    file: 'verify/verification-keys.ts',
    was: '!key',
    became: ['false'],
    why: 'OpenSSL takes every key that was found sound; what a platform does not take is refused.',
  },
  {
    file: 'verify/verify-registration.ts',
    was: '[]',
    became: ['["Stryker was here"]'],
    why: 'A text that is no maker of TPMs stands in no certificate.',
  },
  {
    file: 'verify/is-on-curve.ts',
    was: 'y < p',
    became: ['y <= p'],
    why: 'Only a point of order two has the y of zero, and none of the curves has one.',
  },
]
