export declare function runProgram(program: string, options: readonly string[], cwd: string): Promise<string>
export declare function inPairs<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]>
