// Loaded before the demo for the screenshots: the same dates on every day they are made.
const moved = Date.parse(process.env.CLOCK) - Date.now()
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + moved] : parts))
  }

  static now() {
    return RealDate.now() + moved
  }
}
