export interface PublishablePackage {
  readonly name: string
  /** Below the root. */
  readonly folder: string
  readonly manifest: Readonly<Record<string, unknown>> & { readonly version: string }
}

export declare function publishablePackages(root: string): PublishablePackage[]
export declare function doorsOf(it: PublishablePackage): { readonly door: string; readonly source: string }[]
