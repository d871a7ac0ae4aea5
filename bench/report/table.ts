export interface Table<Row> {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
}

export interface Column<Row> {
  readonly heading: string
  cell(row: Row): string
}

/** The table in Markdown. */
export function printTable<Row>({ columns, rows }: Table<Row>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const headings = line(columns.map(({ heading }) => heading))
  const body = rows.map((row) => line(columns.map(({ cell }) => cell(row))))
  return [headings, line(columns.map(() => '---')), ...body].join('\n')
}

/** A shared machine is not precise enough for more than three significant digits. */
export function printNumber(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value)
}

export function printRatio(value: number): string {
  return `×${printNumber(value)}`
}

export function printCount(value: number): string {
  return new Intl.NumberFormat('en-GB').format(value)
}
