import type { World, WorldChange } from '../world.js'

/** One of the numbers that must come out, shown through the public verbs on whatever storage makes the world. */
export interface NumberedCase {
  readonly number: number
  readonly name: string
  run(makeWorld: MakeWorld): Promise<void>
}

/** A world of its own on an empty storage. */
export type MakeWorld = (change?: Omit<WorldChange, 'storage'>) => Promise<World>
