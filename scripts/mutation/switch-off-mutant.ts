import { inject } from 'vitest'

/**
 * A setup file of `vitest.mutation.config.ts`, which runs after Stryker's own: what the last mutant of this thread did is
 * over before a file of tests is loaded. Stryker switches the next one on before the first test.
 */
declare module 'vitest' {
  interface ProvidedContext {
    /** Stryker's word for when a mutant is switched on: `static` before the code is loaded, `runtime` after that. */
    readonly mutantActivation: 'static' | 'runtime' | undefined
    /** The name of the global through which Stryker's code and the mutated code speak. */
    readonly globalNamespace: string
  }
}

if (inject('mutantActivation') === 'runtime') {
  const shared: unknown = Reflect.get(globalThis, inject('globalNamespace'))
  if (typeof shared === 'object' && shared !== null) Reflect.set(shared, 'activeMutant', undefined)
}
