import type { PublishablePackage } from './publishable-packages.mjs'

type Versioned = Pick<PublishablePackage, 'name' | 'manifest'>

export declare function checkRelease(root: string): Promise<string[]>
export declare function checkVersions(before: readonly Versioned[], after: readonly Versioned[]): string[]
