import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** What the gate of documents leaves out, because it has no generated client. */
const documented = ['docs/adapters.md', 'packages/adapters/prisma/README.md'].flatMap((name) => {
  const page = readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8')
  const programs = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, program = '']) => program)
  return programs.filter((program) => program.includes('generated/prisma'))
})

const used = `
import { type PrismaStorage, prismaStorage } from '@latchkey/prisma'
import type { PasskeyStorage } from '@latchkey/storage'
import type { Prisma, PrismaClient } from './generated/prisma/client'
type Given = PrismaStorage<PrismaClient> extends PasskeyStorage<infer Own> ? Own : never
export const same = (given: Given): Prisma.TransactionClient => given
export const andBack = (given: Prisma.TransactionClient): Given => given
export const within = (given: Prisma.TransactionClient) => prismaStorage(given)
// @ts-expect-error The model has no such column.
export const wrong = (given: Given) => given.user.create({ data: { id: 'alice', mail: 'alice@example.com' } })
// @ts-expect-error A transaction has no connection of its own.
export const connect = (given: Given) => given.$connect()
// @ts-expect-error This is no client.
export const none = () => prismaStorage({ db: 0 })
`

// Beside the generated clients: there the packages are found that those import.
const generated = fileURLToPath(new URL('..', process.env.LATCHKEY_PRISMA))
const typeRoots = [fileURLToPath(new URL('../../../../node_modules/@types', import.meta.url))]

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(generated, 'types-'))
  mkdirSync(join(folder, 'generated/prisma'), { recursive: true })
  const client = "export * from '../../../prisma/postgresql/client.ts'\n"
  writeFileSync(join(folder, 'generated/prisma/client.ts'), client)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** What TypeScript says of programs of an app. */
function check(programs: readonly string[]): readonly string[] {
  const files = programs.map((_, at) => join(folder, `program-${at}.ts`))
  for (const [at, file] of files.entries()) writeFileSync(file, programs[at] ?? '')
  const checked = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['@latchkey/source'],
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots,
  })
  const sources = files.map((file) => checked.getSourceFile(file))
  const found = sources.flatMap((it) => [...checked.getSyntacticDiagnostics(it), ...checked.getSemanticDiagnostics(it)])
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('the documented programs have no error, and createUser has the models of a generated client', () => {
  expect(documented).toHaveLength(3)
  expect(check([...documented, used])).toEqual([])
}, 300_000)
