// The built site in a real Chromium: no violation that axe knows, in light and in dark, at 1280 and at 390 pixels; no page scrolls
// sideways; the search finds a code without a network. `npm run site:check`, with a folder for screenshots if you want them.
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { chromiumArguments, findChromium } from '../run/chromium.mjs'

const dist = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pages = ['index', 'start', 'prompting', 'errors/cross_site', 'reference/http']
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

function serve() {
  const server = createServer(({ url }, response) => {
    const path = join(dist, decodeURIComponent(new URL(url, 'http://localhost').pathname))
    const file = extname(path) === '' ? join(path, 'index.html') : path
    if (!existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
    createReadStream(file).pipe(response)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function checkPage(page, path, look) {
  const { address, shots, width, colorScheme } = look
  await page.goto(`${address}/${path}.html`, { waitUntil: 'networkidle' })
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  const name = `${path} (${width}, ${colorScheme})`
  if (shots) await page.screenshot({ path: join(shots, `${path.replaceAll('/', '-')}-${width}-${colorScheme}.png`) })
  return [
    ...violations.map(
      ({ id, nodes }) => `${name}: ${id}, ${nodes.length} times, such as ${nodes[0].html.slice(0, 160)}`,
    ),
    ...(wide ? [`${name}: scrolls sideways`] : []),
  ]
}

async function checkSearch(page, address) {
  await page.goto(`${address}/index.html`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.locator('#localsearch-input').fill('sign_count_regression')
  const result = page.locator('.VPLocalSearchBox .result').first()
  return result.waitFor({ timeout: 15_000 }).then(
    () => [],
    () => ['the search finds no page for a code'],
  )
}

const server = await serve()
const address = `http://127.0.0.1:${server.address().port}`
const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] })
const problems = []
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    for (const path of pages) {
      problems.push(...(await checkPage(page, path, { address, shots: process.argv[2], width, colorScheme })))
    }
    await page.close()
  }
}
problems.push(...(await checkSearch(await browser.newPage(), address)))
await browser.close()
server.close()
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log(`Site: ${pages.length} pages in four looks have nothing that axe finds, and the search works.`)
