import { experimental_getRunnerTask, type Reporter, type TestModule } from 'vitest/node'

/**
 * A file of tests that could not even be loaded has no test that failed, and Stryker looks at tests alone: a mutant that
 * breaks what happens as the code is loaded would look like one that no test noticed. Such a file gets a test that failed.
 */
export const failedLoading: Reporter = {
  onTestRunEnd(modules) {
    for (const module of modules) if (isUnloaded(module)) addFailure(module)
  },
}

function isUnloaded(module: TestModule): boolean {
  return module.state() === 'failed' && [...module.children.allTests('failed')].length === 0
}

function addFailure(module: TestModule): void {
  const file = experimental_getRunnerTask(module)
  file.tasks.push({
    id: `${file.id}_loading`,
    name: 'can be loaded',
    fullName: `${file.name} can be loaded`,
    fullTestName: 'can be loaded',
    type: 'test',
    mode: 'run',
    file,
    timeout: 0,
    annotations: [],
    artifacts: [],
    context: Object.create(null),
    meta: {},
    result: { state: 'fail', ...(file.result?.errors ? { errors: file.result.errors } : {}) },
  })
}
