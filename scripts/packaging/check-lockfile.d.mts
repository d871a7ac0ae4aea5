export declare function checkLockfile(root: string, text?: string): string[]
