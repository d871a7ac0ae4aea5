import { fileURLToPath } from 'node:url'

/** A runtime that the tests run on. */
export interface Lane {
  readonly name: string
  /** The program, and what it takes before the file to run. */
  readonly command: readonly [string, ...string[]]
  /** The condition by which the `imports` of core choose a file for it, if it is not Node's. */
  readonly condition?: string
  /** Tests that are not for it, by what their paths contain. */
  readonly without: readonly string[]
}

const installed = (path: string) => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url))

/** Programs of Node, and what counts steps by V8's inspector. */
const ownProgram = ['/api/on-sqlite.test', '/verify/effort.test']

/** The bridges to Node's own server, and frameworks on it. */
const notNode = ['/http/test/mounts/', '/http/test/node-']

export const lanes: readonly Lane[] = [
  { name: 'Node 20', command: [process.execPath], without: [] },
  { name: 'Node 20, Web Cryptography API', command: [process.execPath], condition: 'workerd', without: [] },
  { name: 'Node 22', command: [installed('node22/bin/node')], without: [] },
  { name: 'Node 24', command: [installed('node24/bin/node')], without: [] },
  { name: 'Node 26', command: [installed('node26/bin/node')], without: [] },
  { name: 'Bun', command: [installed('@oven/bun-linux-x64/bin/bun'), '--bun'], condition: 'bun', without: notNode },
  {
    name: 'Deno',
    command: [installed('@deno/linux-x64-glibc/deno'), 'run', '-A'],
    condition: 'deno',
    without: [...notNode, ...ownProgram],
  },
]

/** What every lane runs: verification, ceremonies, the handler, the storage contract. */
export const suites = [
  'packages/core/test/platform/',
  'packages/core/test/ceremony/',
  'packages/core/test/webauthn/parse/',
  'packages/core/test/webauthn/verify/',
  'packages/core/test/webauthn/vectors/',
  'packages/core/test/webauthn/attestation/',
  'packages/core/test/api/sign-in/',
  'packages/core/test/api/sign-up/',
  'packages/core/test/api/confirm/',
  'packages/http/test/',
  'packages/adapters/memory/test/',
] as const
