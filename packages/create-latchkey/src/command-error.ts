/** Why no app was made, in words for the developer who ran the command. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
