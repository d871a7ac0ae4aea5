// The order of the pages. A page that is in no group is listed under "More", so that no page can be lost.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { routeOf } from './pages.mjs'

/** Each group: its documents, below docs/ unless they begin with a slash. The text is the heading, up to its colon. */
const groups = [
  { text: 'Start', pages: ['start', 'concepts', 'mounting', 'adapters', 'browser', 'compare'] },
  {
    text: 'Guides',
    pages: [
      'guides/README',
      'accounts',
      'prompting',
      'rollout',
      'upgrade',
      'second-factor',
      'step-up',
      'confirm',
      'assurance',
      'invitations',
      'recovery',
      'one-time-codes',
      'events',
      'notify-users',
      'several-brands',
      'related-origins',
      'native-apps',
      'shared-devices',
      'change-the-rp-id',
      'import-and-export',
      'testing',
    ],
  },
  {
    text: 'Frameworks',
    pages: [
      'guides/next',
      'guides/sveltekit',
      'guides/react-router',
      'guides/nestjs',
      'guides/koa',
      'guides/h3',
      'guides/fastify-prisma',
      'guides/workers',
      'guides/other-origin',
    ],
  },
  { text: 'Policy', pages: ['policy', 'attestation', 'algorithms'] },
  {
    text: 'In production',
    pages: [
      'deployment',
      'doctor',
      'secrets',
      'backup',
      'user-data',
      'rate-limits',
      'support-desk',
      'reliability',
      'scale',
      'performance',
      'runtimes',
    ],
  },
  { text: 'Security', pages: ['security', 'owasp-checklist', 'ceremonies'] },
  { text: 'Reference', pages: ['reference/README', 'errors/README', 'supported-versions', 'licenses'] },
  { text: 'Change Latchkey', pages: ['architecture', 'write-an-adapter'] },
]

/** Folders whose pages are a group of their own. */
const folders = [
  { text: 'Migrate', folder: 'docs/migrate' },
  { text: 'Examples', folder: 'examples' },
  { text: 'Packages', folder: 'packages' },
]

/** The pages of one folder, beside the way back to all others. */
const ownSidebars = {
  '/reference/': { text: 'API by package', folder: 'docs/reference' },
  '/errors/': { text: 'Errors by code', folder: 'docs/errors' },
}

const contents = [
  {
    text: 'All pages',
    items: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/' },
    ],
  },
]

export function sidebar(root) {
  const documents = findDocuments(root)
  const own = Object.entries(ownSidebars).map(([path, { text, folder }]) => {
    const items = documents.filter((it) => it.startsWith(`${folder}/`)).map((it) => entryOf(root, it))
    return [path, [{ text, items }, ...contents]]
  })
  return { ...Object.fromEntries(own), '/': mainSidebar(root, documents) }
}

function mainSidebar(root, documents) {
  const grouped = groups.map(({ text, pages }) => ({
    text,
    items: pages.map((page) => `docs/${page}.md`).filter((it) => documents.includes(it)),
  }))
  const byFolder = folders.map(({ text, folder }) => ({
    text,
    items: documents.filter((it) => it.startsWith(`${folder}/`)),
  }))
  const listed = new Set([...grouped, ...byFolder].flatMap(({ items }) => items))
  const isElsewhere = (it) => it === 'docs/README.md' || /^docs\/(?:reference|errors)\//.test(it)
  const more = { text: 'More', items: documents.filter((it) => !listed.has(it) && !isElsewhere(it)) }
  return [...grouped, ...byFolder, more]
    .filter(({ items }) => items.length > 0)
    .map((group) => ({ ...group, items: group.items.map((it) => entryOf(root, it)) }))
}

function entryOf(root, document) {
  const [, heading = document] = /^# (.+)$/m.exec(readFileSync(join(root, document), 'utf8')) ?? []
  const text = heading.replaceAll('`', '').split(': ')[0]
  return { text, link: `/${routeOf(document).replace(/(?:index)?\.md$/, '')}` }
}

function findDocuments(root) {
  const all = ['docs', 'packages', 'examples'].flatMap((folder) => findMarkdown(join(root, folder)))
  const paths = all.map((path) => relative(root, path).split(sep).join('/'))
  return paths.filter((path) => path.startsWith('docs/') || path.endsWith('/README.md')).sort()
}

function findMarkdown(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(?:node_modules|dist|\..*)$/.test(entry.name) ? [] : findMarkdown(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}
