/** Counters in fixed windows. May live apart from the rest, in Redis say: nothing that security must remember is here. */
export interface RateStore {
  /**
   * Counts one hit and answers the count of the window that is open. A window opens with its first hit, keeps the
   * length and the end it then got, and is open until, not including, its end. Simultaneous hits all count.
   * What ends more than `windowSeconds` and a minute from `now` was opened by a clock that was wrong, or for a much
   * longer window: it is not open, and the hit opens the next. So no clock locks a key for longer than that.
   */
  hit(key: string, windowSeconds: number, now: number): Promise<RateCount>
  /**
   * The count at `now` without counting: 0, and `now` as its end, when no window is open. It is told no length, and so
   * takes a window that ends far away for open until the next hit has judged it.
   */
  read(key: string, now: number): Promise<RateCount>
  /** No window of this key is open; that of an unknown key is none already. */
  reset(key: string): Promise<void>
}

/** The count of one window. */
export interface RateCount {
  readonly count: number
  /** When the window closes, epoch milliseconds. */
  readonly resetsAt: number
}
