import type { PublishablePackage } from './publishable-packages.mjs'

export declare function checkFiles(
  packed: Pick<PublishablePackage, 'name' | 'manifest'> & { readonly files: readonly string[] },
): string[]
