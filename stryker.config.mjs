/** What `npm run mutate` changes, and how: see scripts/mutation/mutate.ts. */
export default {
  mutate: ['packages/core/src/{webauthn/parse,webauthn/verify,policy,prompt,ceremony}/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What was judged is not judged again, until the code or the tests that reach it change.
  incremental: true,
  incrementalFile: 'node_modules/.cache/mutation-incremental.json',
  ignorePatterns: ['dist', 'docs', 'examples', 'bench', '.changeset'],
  // Docstrings and tables of words are no decisions.
  mutator: { excludedMutations: ['StringLiteral'] },
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'node_modules/.cache/mutation.json' },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
  // A busy machine must not look like an endless loop.
  timeoutMS: 45_000,
  timeoutFactor: 1.5,
}
