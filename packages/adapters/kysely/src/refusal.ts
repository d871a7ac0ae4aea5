/** Thrown in a transaction: undo everything, and answer this. */
export class Refusal<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('The change was refused and undone.')
    this.name = 'Refusal'
    this.answer = answer
  }
}
