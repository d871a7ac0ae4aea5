// How a changelog reads: what was written for its reader, and no list of commits. All packages have one version, so
// that the packages of ours which one needs are named only once, with theirs.

/** A changeset as an item of a list. */
async function getReleaseLine({ summary }) {
  const [first, ...others] = summary.trim().split('\n')
  return [`- ${first}`, ...others.map((line) => `  ${line}`.trimEnd())].join('\n')
}

/** The packages of ours that go with this version. */
async function getDependencyReleaseLine(_changesets, dependencies) {
  const names = dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`)
  return names.length === 0 ? '' : `- Goes with ${names.sort().join(', ')}.`
}

module.exports = { getReleaseLine, getDependencyReleaseLine }
