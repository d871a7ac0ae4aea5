import { constants } from 'node:fs'
import { type FileHandle, link, open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CommandError } from './command-error.js'

/** Windows has no `O_NOFOLLOW`. There and elsewhere, `O_EXCL` already refuses a link. */
const onlyNew = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Writes the lines to a new file that only its owner can read. The file gets its name when it is complete; until then
 * it is called `<out>.unfinished`. An existing file of either name, or a link in its place, is not touched.
 *
 * @throws {CommandError} `output_failed`
 */
export async function writeNewFile(lines: AsyncIterable<string>, out: string): Promise<void> {
  const unfinished = `${out}.unfinished`
  const file = await create(unfinished)
  try {
    await pipeline(Readable.from(lines), file.createWriteStream({ flush: true }))
    await publish(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function create(unfinished: string): Promise<FileHandle> {
  try {
    return await open(unfinished, onlyNew, 0o600)
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const message = exists
      ? `${unfinished} exists. If no other export is running, an earlier one was interrupted: delete this file and run the command again.`
      : `${unfinished} cannot be created:`
    throw new CommandError('output_failed', message, exists ? {} : { cause: error })
  }
}

/** A rename would replace an existing file. A second link with the final name never does. */
async function publish(unfinished: string, out: string): Promise<void> {
  try {
    await link(unfinished, out)
  } catch (error) {
    throw new CommandError('output_failed', `${out} cannot be written:`, { cause: error })
  }
}
