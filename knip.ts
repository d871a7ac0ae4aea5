import type { KnipConfig } from 'knip'

/** Files and exports that are used without an import. Everything else that is unused is reported. */
const config: KnipConfig = {
  // The type of a parameter has a name, so that a reader of the function can look it up, whether it is imported or not.
  ignoreExportsUsedInFile: { interface: true, type: true },
  compilers: {
    css: (text: string) => [...text.matchAll(/@import "[^"]+"/g)].map(([line]) => line.replace('@', '')).join('\n'),
  },
  workspaces: {
    '.': {
      // Programs for other projects, and those that run in a process of their own.
      entry: [
        'scripts/packaging/consumers/*',
        'bench/main.ts',
        'bench/storage/sign-ins/child.ts',
        'bench/deliveries/{receiver,worker}.ts',
        'faults/processes/main.ts',
        'fuzz/child.ts',
        'vitest.mutation.config.ts',
        'scripts/mutation/{switch-off-mutant,load-first}.ts',
      ],
      // With dependencies of their own, installed when the benchmark runs.
      ignore: ['bench/peers/*.ts'],
      // Declarations beside a script are used by TypeScript, and not imported by name.
      project: ['*.ts', '{scripts,test-support,bench,faults,fuzz}/**/*.{ts,mts,mjs,css}', '!scripts/**/*.d.mts'],
      ignoreDependencies: [
        // Vitest loads it when a project has a browser.
        '@vitest/browser',
        // Its file is read and put into the page.
        'axe-core',
        // Commands that the gates run by their path.
        '@arethetypeswrong/cli',
        'sherif',
      ],
      // Asked for only where there is one.
      ignoreBinaries: ['apt-get'],
    },
    'packages/*': {},
    'packages/browser': {},
    // Run in a process of their own.
    'packages/core': {
      entry: ['test/api/finish-many-times.ts'],
      // Programs with dependencies of their own, which wrote the fixtures.
      ignore: ['test/api/import-export/fixtures/make/**'],
    },
    'packages/cli': { entry: ['test/configs/*.ts'] },
    'packages/adapters/*': {},
    // The README's example is compiled with its types.
    'packages/adapters/kysely': { entry: ['test/child.ts'], ignoreDependencies: ['@types/better-sqlite3'] },
    'packages/adapters/drizzle': { entry: ['test/child.ts'] },
    'packages/adapters/prisma': { entry: ['test/child.ts'] },
    'packages/adapters/sql': { entry: ['test/child.ts'], ignoreDependencies: ['@types/better-sqlite3'] },
    'examples/demo': {
      entry: [
        'src/server.ts',
        'latchkey.config.ts',
        'client/main.ts',
        'client/styles.css',
        'e2e/*.{config,spec}.ts',
        'e2e/set-clock.mjs',
      ],
      project: ['src/**', 'client/**', 'e2e/**', 'test/**'],
    },
  },
}

export default config
