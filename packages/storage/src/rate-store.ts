/**
 * Counters in fixed windows. They may live apart from the rest, for example in Redis: security does not depend on
 * them.
 */
export interface RateStore {
  /**
   * Counts one hit and returns the count of the open window. A window opens with its first hit, has a fixed length
   * and end from then on, and is open until, not including, its end. Simultaneous hits all count. A window that ends
   * more than `windowSeconds` and a minute after `now` was opened by a wrong clock, or for a much longer window: it
   * is not open, and the hit opens the next. So no clock locks a key for longer than that.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  hit(key: string, windowSeconds: number, now: number): Promise<RateCount>
  /**
   * The count at `now` without counting: 0, and `now` as its end, when no window is open. It does not know the length
   * of the window, so it treats one that ends far away as open until the next hit has checked it.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  read(key: string, now: number): Promise<RateCount>
  /**
   * Closes the window of this key. An unknown key has none.
   *
   * @throws {RangeError} for what does not fit: `assertStorable`
   */
  reset(key: string): Promise<void>
}

/** The count of one window. */
export interface RateCount {
  readonly count: number
  /** When the window closes, epoch milliseconds. */
  readonly resetsAt: number
}
