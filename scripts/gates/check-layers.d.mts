export declare const packages: Readonly<Record<string, { readonly folder: string }>>
export declare const coreLayers: readonly (readonly string[])[]
export declare function findViolations(root: string): string[]
