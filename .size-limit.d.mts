export declare const limits: readonly { readonly name: string; readonly limit: number }[]
