import { makePacked } from './packed.js'
import type { AttestationStatement, StatementInput } from './statement-input.js'
import { makeTpm } from './tpm.js'

/** Two statements about one credential: packed and TPM. */
export function makeCompound(input: StatementInput): AttestationStatement {
  const statements = [makePacked(input), makeTpm(input)]
  return { fmt: 'compound', attStmt: statements.map(({ fmt, attStmt }) => new Map(Object.entries({ fmt, attStmt }))) }
}
