// Loaded before the demo, by its tests only: its clock stands at CLOCK, or where a message of the parent process moves
// it to. The demo itself knows nothing of it, so nothing that it serves can move a clock.
const RealDate = Date
const { CLOCK } = process.env
let moved = CLOCK === undefined ? 0 : RealDate.parse(CLOCK) - RealDate.now()

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + moved] : parts))
  }

  static now() {
    return RealDate.now() + moved
  }
}

process.on('message', ({ movedBy }) => {
  moved = movedBy
  process.send?.({ movedBy })
})
// The way to the parent is no reason to go on running.
process.channel?.unref()
