import { readFileSync } from 'node:fs'
import type { PasskeyStorage, SchemaTool } from '@latchkey/storage'
import { samplePasskey, sampleRpId, sampleTogether } from '@latchkey/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AnyClient,
  isPrismaHere,
  loadPgAdapter,
  loadPrisma,
} from '../../../../test-support/adapters/prisma-clients.js'
import { runMinified } from '../../../../test-support/bundles/minified.js'

const page = readFileSync(new URL('../../../../docs/adapters.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^## (.+)\n[\s\S]*?```ts\n([\s\S]*?)```/gm)].map(([, title = '', program = '']) => ({
  title,
  program,
}))

interface Wiring {
  readonly storage: PasskeyStorage & { readonly schema: SchemaTool }
  createUser?(user: object, transaction: unknown): Promise<void>
}

const server = process.env.LATCHKEY_POSTGRES_URL ?? ''
const runnable = blocks.filter(({ title }) => title !== 'Prisma' || isPrismaHere)
const here = server === '' ? [] : runnable

test.each(blocks)('docs/adapters.md: $title takes at most 15 lines', ({ program }) => {
  expect(program.trim().split('\n').length).toBeLessThanOrEqual(15)
})

describe.each(here)('docs/adapters.md: $title', ({ title, program }) => {
  const name = `latchkey_${crypto.randomUUID().replaceAll('-', '')}`
  const address = new URL(server)
  address.pathname = name
  const run = async (url: string, statement: string) => {
    const client = new pg.Client(url)
    await client.connect()
    const { rows } = await client.query(statement).finally(() => client.end())
    return rows
  }
  const pools: pg.Pool[] = []
  class ClosedAfterwards extends pg.Pool {
    constructor(config?: pg.PoolConfig) {
      super(config)
      pools.push(this)
    }
  }
  const clients: AnyClient[] = []
  const prismaModules = async () => {
    const { PrismaClient } = await loadPrisma('postgresql')
    const { PrismaPg } = loadPgAdapter()
    class Collected extends PrismaClient {
      constructor(options: { readonly adapter: object }) {
        super(options)
        clients.push(this)
      }
    }
    return { '@prisma/adapter-pg': { PrismaPg }, './generated/prisma/client': { PrismaClient: Collected } }
  }
  let wiring: Wiring

  beforeAll(async () => {
    await run(server, `create database ${name}`)
    await run(address.href, 'create table users (id text primary key, email text not null)')
    process.env.DATABASE_URL = address.href
    const modules = { pg: { ...pg, Pool: ClosedAfterwards }, ...(title === 'Prisma' ? await prismaModules() : {}) }
    wiring = (await runMinified({ program, beside: import.meta.url, modules })) as unknown as Wiring
  })

  afterAll(async () => {
    delete process.env.DATABASE_URL
    await Promise.all([...pools.map((pool) => pool.end()), ...clients.map((client) => client.$disconnect())])
    await run(server, `drop database ${name}`)
  })

  test('the wiring works, and the user is created with the passkey', async () => {
    const { storage, createUser } = wiring
    await storage.schema.migrate()
    const user = { userId: 'alice', profile: { email: 'alice@example.com' } }
    const together = sampleTogether(
      createUser && { createUser: (transaction: unknown) => createUser(user, transaction) },
    )
    expect(await storage.passkeys.add(samplePasskey(), together)).toBe('added')
    expect((await storage.passkeys.find(sampleRpId, samplePasskey().id))?.passkey).toEqual(samplePasskey())
    const users = await run(address.href, 'select id, email from users')
    expect(users).toEqual(createUser ? [{ id: 'alice', email: 'alice@example.com' }] : [])
  })
})
