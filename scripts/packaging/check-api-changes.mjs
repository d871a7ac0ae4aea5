// A change of what a package exports has a changeset. docs/reference is the report of the API: a test holds it equal to the sources,
// and this compares it with the branch that the change will land on.
import { runProgram } from '../run/run-program.mjs'
import { publishablePackages } from './publishable-packages.mjs'

const fence = /^```typescript\n([\s\S]*?)^```$/gm

/** The signatures of one page of the reference, without what the comments say. */
function signaturesOf(page) {
  return [...page.matchAll(fence)].map(([, signature]) => signature).sort()
}

/**
 * The packages whose signatures have changed and that no new changeset names, as lines to print.
 *
 * @param changes for each package: its name, its pages before and now
 * @param changesets the texts of the new changesets
 */
export function findUnannounced(changes, changesets) {
  const changed = changes.filter(
    ({ before, now }) => before.flatMap(signaturesOf).join() !== now.flatMap(signaturesOf).join(),
  )
  return changed
    .filter(({ name }) => !changesets.some((text) => namesOf(text).includes(name)))
    .map(({ name }) => `${name}: what it exports has changed, and no new changeset names it (npm run changeset)`)
}

function namesOf(changeset) {
  const [, head = ''] = changeset.split(/^---$/m)
  return [...head.matchAll(/^['"]?([^'":\n]+)['"]?:/gm)].map(([, name]) => name)
}

/** The same for this branch. Without a branch to compare with, there is nothing to find. */
export async function checkApiChanges(root) {
  const git = (...options) => runProgram('git', options, root)
  const base = await git('merge-base', 'HEAD', 'origin/main').catch(() => undefined)
  if (base === undefined) return []
  const at = (commit, path) => git('show', `${commit}:${path}`).catch(() => '')
  const pagesOf = async (commit, name) => {
    const stem = `docs/reference/${name.replace('@latchkey/', '')}`
    const listed = (await git('ls-tree', '--name-only', commit, 'docs/reference/')).split('\n')
    const paths = listed.filter((path) => path === `${stem}.md` || path.startsWith(`${stem}-`))
    return Promise.all(paths.map((path) => at(commit, path)))
  }
  const commits = [base.trim(), 'HEAD']
  const changes = await Promise.all(
    publishablePackages(root).map(async ({ name }) => {
      const [before, now] = await Promise.all(commits.map((commit) => pagesOf(commit, name)))
      return { name, before, now }
    }),
  )
  const added = (await git('diff', '--name-only', '--diff-filter=AM', commits[0], 'HEAD', '--', '.changeset')).split(
    '\n',
  )
  const changesets = await Promise.all(added.filter((path) => path.endsWith('.md')).map((path) => at('HEAD', path)))
  return findUnannounced(changes, changesets)
}
