// Where a document is on the site, and where its links lead.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The page of a document: `docs/errors/README.md` is `errors/index.md`. */
export function routeOf(id) {
  return id.replace(/^docs\//, '').replace(/(^|\/)README\.md$/, '$1index.md')
}

/** The anchor of a heading, as GitHub makes it: one link serves both. */
export function githubAnchor(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

/** Relative links lead to pages; links to other files of the project lead to the repository, or are only text. */
export function linkToPages(markdown, root) {
  markdown.core.ruler.push('link-to-pages', ({ tokens, env }) => {
    const from = relative(root, env.realPath ?? env.path)
    for (const { children } of tokens) if (children) replaceLinks(children, { root, from })
  })
}

function replaceLinks(tokens, { root, from }) {
  for (const [index, token] of tokens.entries()) {
    const href = token.type === 'link_open' ? token.attrGet('href') : null
    if (href === null || /^(?:[a-z]+:|#|\/)/.test(href)) continue
    const [path, anchor] = href.split('#')
    const target = pageOf(root, join(dirname(from), path))
    if (target === undefined) unlink(tokens, index, { root, from, path })
    else token.attrSet('href', `/${target}${anchor === undefined ? '' : `#${anchor}`}`)
  }
}

/** Undefined for a file that is no page. A file that does not exist stays a link, so that the build fails. */
function pageOf(root, path) {
  if (!existsSync(join(root, path))) return path
  const file = statSync(join(root, path)).isDirectory() ? join(path, 'README.md') : path
  const isPage = /^(?:docs\/.*\.md|(?:packages|examples)\/.*README\.md|README\.md)$/.test(file)
  if (!isPage || !existsSync(join(root, file))) return undefined
  return file === 'README.md' ? 'index.md' : routeOf(file)
}

function unlink(tokens, index, { root, from, path }) {
  const { repository } = sourceOf(root)
  if (repository) return tokens[index].attrSet('href', `${repository}/blob/main/${join(dirname(from), path)}`)
  const end = tokens.findIndex(({ type }, at) => at > index && type === 'link_close')
  for (const at of [index, end]) Object.assign(tokens[at], { type: 'text', tag: '', content: '', attrs: null })
}

/** The address of the repository, once the manifest has one. */
export function sourceOf(root) {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const url = repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '')
  return url ? { repository: url, socialLinks: [{ icon: 'github', link: url }] } : {}
}
