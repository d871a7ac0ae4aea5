export declare function readReference(root: string): Readonly<Record<string, string>>
export declare function checkNames(root: string, pages?: Readonly<Record<string, string>>): string[]
export declare function readExamples(
  root: string,
  pages?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>>
