import { existsSync, readFileSync, writeFileSync } from 'node:fs'

interface Remembered {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/**
 * Takes what survived out of the results that Stryker remembers, so that it is judged again: of a mutant that acts while
 * code is loaded Stryker does not know which tests reach it, and so not that there is a new one. What took too long is
 * judged again, too: another time it may have been the machine.
 */
export function forgetSurvivors(path: URL): void {
  if (!existsSync(path)) return
  const remembered: Remembered = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...remembered, files: withoutSurvivors(remembered) }))
}

function withoutSurvivors({ files }: Remembered): Remembered['files'] {
  const isKept = ({ status }: { readonly status: string }) => status === 'Killed'
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path, { ...file, mutants: file.mutants.filter(isKept) }]),
  )
}
