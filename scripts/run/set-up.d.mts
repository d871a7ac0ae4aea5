type Environment = Readonly<Record<string, string | undefined>>

export const root: string
export function ensureInstalled(): Promise<void>
export function ensureRuntimes(): Promise<boolean>
export function withoutLifecycle(environment: Environment): Record<string, string | undefined>
