import { expect, test } from 'vitest'
import { withoutLifecycle } from '../../run/set-up.mjs'

test('the variables that npm sets for its scripts are removed; the settings of the user stay', () => {
  const settings = {
    PATH: '/bin',
    npm_config_cache: '/cache',
    npm_config_registry: 'https://registry.example',
    CI: '1',
  }
  const lifecycle = {
    npm_lifecycle_event: 'test',
    npm_lifecycle_script: 'node scripts/run/test.mjs',
    npm_package_json: '/app/package.json',
    npm_package_version: '1.0.0',
    npm_command: 'test',
    npm_execpath: '/npm/cli.js',
    npm_node_execpath: '/bin/node',
  }
  expect(withoutLifecycle({ ...settings, ...lifecycle })).toEqual(settings)
})
