/** Thrown in a transaction to undo everything and return this result. */
export class Refusal<Answer> extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('The change was refused and rolled back.')
    this.name = 'Refusal'
    this.answer = answer
  }
}
