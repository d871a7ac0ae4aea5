import type { MutationReport } from './figures.js'
import { placeOf } from './folders.js'

/** A change that no test noticed. */
export interface Survivor {
  readonly folder: string
  /** Below the folder. */
  readonly file: string
  readonly line: number
  readonly was: string
  readonly became: string
}

/** Why no test can notice a change, or why none should. */
export interface Explanation {
  /** `folder/file.ts`. */
  readonly file: string
  /** What stood there, on one line. */
  readonly was: string
  /** What it became; several where the reason is the same. */
  readonly became: readonly string[]
  readonly why: string
}

/** Every change in the folders that no test noticed, in the order of the files. */
export function findSurvivors(report: MutationReport, folders: readonly string[]): readonly Survivor[] {
  return findWith(['Survived', 'NoCoverage'], report, folders)
}

/** Every change that took too long. Each must be an endless loop: a slow machine would make a change look noticed. */
export function findTimeouts(report: MutationReport, folders: readonly string[]): readonly Survivor[] {
  return findWith(['Timeout'], report, folders)
}

function findWith(
  statuses: readonly string[],
  { files }: MutationReport,
  folders: readonly string[],
): readonly Survivor[] {
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const folder = folders.find((it) => path.includes(`packages/${placeOf(it)}/`))
    if (folder === undefined) return []
    const [, file = ''] = path.split(`packages/${placeOf(folder)}/`)
    return mutants
      .filter(({ status }) => statuses.includes(status))
      .map(({ location, replacement = '' }) => ({
        folder,
        file,
        line: location.start.line,
        was: onOneLine(textAt(source, location)),
        became: onOneLine(replacement),
      }))
  })
}

type Location = MutationReport['files'][string]['mutants'][number]['location']

/** Stryker counts lines and columns from 1. */
function textAt(source: string, { start, end }: Location): string {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const last = lines.length - 1
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join('\n')
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The explanation of a survivor, if there is one. */
export function explain(survivor: Survivor, explanations: readonly Explanation[]): string | undefined {
  const path = `${survivor.folder}/${survivor.file}`
  return explanations.find(
    ({ file, was, became }) => file === path && was === survivor.was && became.includes(survivor.became),
  )?.why
}

/** The explanations of these folders that explain nothing any longer. */
export function findIdle(
  explanations: readonly Explanation[],
  survivors: readonly Survivor[],
  folders: readonly string[],
): readonly Explanation[] {
  return explanations.filter(
    (it) =>
      folders.some((folder) => it.file.startsWith(`${folder}/`)) &&
      !it.became.every((became) => survivors.some((one) => one.became === became && explain(one, [it]) !== undefined)),
  )
}
