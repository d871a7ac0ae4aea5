export declare function checkCeremonies(root: string, text?: string): string[]
export declare function checkWiring(root: string, readme?: string): string[]
export declare function checkLinks(root: string, documents: Readonly<Record<string, string>>): string[]
export declare function checkBlocks(root: string, documents: Readonly<Record<string, string>>): string[]
export declare function readDocuments(root: string): Readonly<Record<string, string>>
