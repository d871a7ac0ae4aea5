import 'reflect-metadata'
import { toNodeListener } from '@latchkey/http/node'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { AppModule } from './app.module.js'
import { port } from './environment.js'
import { handlePasskeys } from './passkeys.js'

const app = await NestFactory.create<NestExpressApplication>(AppModule, { logger: ['warn', 'error'] })
app.use('/passkeys', toNodeListener(handlePasskeys))
app.useStaticAssets('public')
await app.listen(port)
console.log(`http://localhost:${port}`)
