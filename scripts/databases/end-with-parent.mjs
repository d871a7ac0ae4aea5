// Waits until the process that has started it is gone, however that ended, and then ends a server and removes its data:
// a process that is killed cannot clean up after itself. Arguments: the id of the server's process, its data folder.
import { rmSync } from 'node:fs'

const [server, data] = process.argv.slice(2)

// The parent holds the other end and never writes: this ends when the parent does.
process.stdin.resume().once('close', () => {
  try {
    process.kill(Number(server), 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
  // Processes that belong to it may write for a moment yet.
  rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})
