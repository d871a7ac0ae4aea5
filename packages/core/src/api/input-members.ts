type NamesIn<Input> = Input extends unknown ? keyof Input : never

/** The same tree with the members of each method's input: a member that is left out, or is none, does not compile. */
export type InputMembers<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...given: infer Given) => unknown
    ? Given extends readonly []
      ? Readonly<Record<string, never>>
      : Readonly<Record<NamesIn<NonNullable<Given[0]>>, number>>
    : InputMembers<Api[Name]>
}
