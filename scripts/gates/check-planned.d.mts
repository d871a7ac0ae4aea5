export declare function findUnused(root: string): string[]
export declare function comparePlanned(unused: readonly string[], text: string): string[]
