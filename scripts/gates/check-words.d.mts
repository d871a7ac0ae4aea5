export interface ComparedWords {
  readonly problems: readonly string[]
  readonly smaller: Readonly<Record<string, number>>
}

export function findWords(path: string, text: string): string[]
export function folderOf(path: string): string
export function compareWords(uses: readonly string[], baseline: Readonly<Record<string, number>>): ComparedWords
