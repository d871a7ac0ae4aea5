import type { PublishablePackage } from './publishable-packages.mjs'

export declare function checkFiles(
  packed: Pick<PublishablePackage, 'name' | 'manifest'> & { readonly files: readonly string[] },
): string[]

export declare function checkBuiltins(name: string, program: string): string[]
