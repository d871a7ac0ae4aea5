// The site: every page is a document that also reads well in the repository. `npm run site` builds it.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { drawDiagrams } from './diagrams.mjs'
import { openTables } from './open-tables.mjs'
import { githubAnchor, linkToPages, routeOf, sourceOf } from './pages.mjs'
import { sidebar } from './sidebar.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  title: 'Latchkey',
  description: 'Passkeys for your own app: an embeddable TypeScript SDK.',
  lang: 'en-US',
  srcDir: '..',
  srcExclude: ['*.md', '!(docs|packages|examples)/**', '{packages,examples}/**/!(README).md'],
  outDir: '.vitepress/dist',
  cacheDir: '.vitepress/cache',
  rewrites: routeOf,
  // Works on any static host, and from a folder.
  cleanUrls: false,
  metaChunk: true,
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: githubAnchor },
    toc: { slugify: githubAnchor },
    config(markdown) {
      linkToPages(markdown, root)
      drawDiagrams(markdown)
      openTables(markdown)
    },
  },
  vite: {
    publicDir: fileURLToPath(new URL('public', import.meta.url)),
    build: { chunkSizeWarningLimit: 4096 },
  },
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/' },
      { text: 'Policy', link: '/policy' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Errors', link: '/errors/' },
    ],
    sidebar: sidebar(root),
    docFooter: { prev: 'Previous', next: 'Next' },
    ...sourceOf(root),
  },
})
