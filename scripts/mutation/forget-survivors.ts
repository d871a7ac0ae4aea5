import { existsSync, readFileSync, writeFileSync } from 'node:fs'

interface Remembered {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/**
 * Removes surviving mutants from the results that Stryker remembers, so that they are measured again. For a mutant
 * that acts while code is loaded, Stryker does not know which tests reach it, so it misses new ones. Mutants that
 * took too long are measured again too: the machine may have been slow.
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
