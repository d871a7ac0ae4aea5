export interface FrameShape {
  /** How many bytes tell the length of a frame. */
  readonly headerLength: number
  /** The length of the whole frame that begins with this header. */
  frameLength(header: Buffer): number
}

/** Cuts a stream of bytes into the frames of a protocol, whatever the sizes in which the bytes arrive. */
export function createFrameReader(shape: FrameShape, onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0)
  return (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= shape.headerLength) {
      const length = shape.frameLength(pending)
      if (pending.length < length) return
      const frame = pending.subarray(0, length)
      pending = pending.subarray(length)
      onFrame(frame)
    }
  }
}
