interface SizeLimit {
  readonly name: string
  readonly limit: number
}
export declare const limits: readonly SizeLimit[]
export declare const extras: readonly (SizeLimit & { readonly from: string })[]
