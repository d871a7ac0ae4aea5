export type CommandErrorCode =
  | 'config_not_found'
  | 'config_failed'
  | 'config_invalid'
  | 'storage_failed'
  | 'schema_newer'
  | 'schema_behind'
  | 'rows_unreadable'
  | 'output_failed'
  | 'close_failed'

/** Why a command failed, in words for the developer who ran it. */
export class CommandError extends Error {
  readonly code: CommandErrorCode

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CommandError'
    this.code = code
  }
}
