import type { PublishablePackage } from './publishable-packages.mjs'

export interface PackedTarball extends PublishablePackage {
  readonly tarball: string
  readonly files: readonly string[]
}

export declare function packPackages(root: string, destination: string): Promise<PackedTarball[]>
