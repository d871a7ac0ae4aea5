export interface LicenseRow {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly users: readonly string[]
}

interface Lock {
  readonly packages: Readonly<Record<string, object>>
}

export declare function productionDependencies(root: string, lock?: Lock): LicenseRow[]
export declare function writeLicenses(rows: readonly LicenseRow[]): string
export declare function checkLicenses(root: string): Promise<string[]>
