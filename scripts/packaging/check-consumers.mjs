// The packed packages in a stranger's projects: plain ESM, plain CommonJS, TypeScript with NodeNext (both ways) and with
// a bundler. In each of them a user signs in, and every entry point is imported.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, transform } from 'esbuild'
import { inPairs, runProgram } from '../run/run-program.mjs'
import { doorsOf } from './publishable-packages.mjs'

const strict = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  esModuleInterop: true,
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: ['node'],
}

/** Each project: what its `type` is, how TypeScript is set up where there is any, and how the program comes to run. */
const projects = [
  { name: 'plain-esm', type: 'module', make: stripTypes },
  { name: 'plain-commonjs', type: 'commonjs', make: stripTypes },
  { name: 'nodenext-esm', type: 'module', options: { module: 'NodeNext' }, make: compile },
  { name: 'nodenext-commonjs', type: 'commonjs', options: { module: 'NodeNext' }, make: compile },
  {
    name: 'bundler',
    type: 'module',
    options: { module: 'ESNext', moduleResolution: 'bundler', noEmit: true },
    make: compileAndBundle,
  },
  { name: 'oldest-typescript', type: 'module', options: { module: 'NodeNext' }, make: compileWithOldest },
]

/** The oldest TypeScript that reads our declarations: the README names it. */
const oldestTypeScript = '5.5.4'

/** What does not work in these projects, as lines to print. `home` is outside the project and empty. */
export async function checkConsumers(root, packed, home) {
  await installTarballs(root, packed, home)
  const programs = { ...readPrograms(root), 'doors.ts': doorProgram(packed) }
  const found = await inPairs(projects, (project) => checkProject({ root, home, programs }, project))
  return [...found.flatMap(({ problems }) => problems), ...checkDoors(found), ...(await checkCommands(packed, home))]
}

/** Whatever asks for one of our names gets the tarball, on every level; peers come in the versions of the lockfile. */
async function installTarballs(root, packed, home) {
  const ours = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const packages = { ...lockedIn(join(root, 'scripts/databases')), ...lockedIn(root) }
  const peers = packed.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
  const versions = [...new Set(['@types/node', ...peers])].map((name) => [
    name,
    packages[`node_modules/${name}`].version,
  ])
  const manifest = {
    private: true,
    dependencies: { ...ours, ...Object.fromEntries(versions), typescript: oldestTypeScript },
    overrides: Object.fromEntries(Object.keys(ours).map((name) => [name, `$${name}`])),
  }
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest))
  await runProgram('npm', ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], home)
}

function lockedIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
}

function readPrograms(root) {
  const names = ['sign-in.ts', 'page.mts']
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(root, 'scripts/packaging/consumers', name), 'utf8')]),
  )
}

/** A program that prints the names behind every door, and thereby has the types of all of them checked. */
function doorProgram(packed) {
  const doors = packed.flatMap(doorsOf).map(({ door }) => door)
  const imports = doors.map((door, index) => `import * as door${index} from '${door}'`)
  const rows = doors.map(
    (door, index) => `'${door}': Object.keys(door${index}).filter((it) => it !== 'default').sort()`,
  )
  return `${imports.join('\n')}\nconsole.log(JSON.stringify({ ${rows.join(',\n')} }))\n`
}

async function checkProject(consumer, project) {
  const folder = join(consumer.home, project.name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: project.type }))
  for (const [name, text] of Object.entries(consumer.programs)) writeFileSync(join(folder, name), text)
  try {
    await project.make(consumer, project, folder)
    const said = (await runProgram(process.execPath, ['sign-in.js'], folder)).trim()
    const doors = JSON.parse(await runProgram(process.execPath, ['doors.js'], folder))
    return { project, doors, problems: said === 'signed in: user-alice' ? [] : [`${project.name}: it said ${said}`] }
  } catch (error) {
    return { project, doors: {}, problems: [`${project.name}: ${error.message}`] }
  }
}

/** Plain JavaScript, as an app without TypeScript would contain it. */
async function stripTypes({ programs }, { type }, folder) {
  for (const name of ['sign-in', 'doors']) {
    const format = type === 'module' ? 'esm' : 'cjs'
    const { code } = await transform(programs[`${name}.ts`], { loader: 'ts', format })
    writeFileSync(join(folder, `${name}.js`), code)
  }
}

async function compile({ root }, { options }, folder) {
  await compileBy(join(root, 'node_modules/typescript/bin/tsc'), options, folder)
}

async function compileWithOldest({ home }, { options }, folder) {
  await compileBy(join(home, 'node_modules/typescript/bin/tsc'), options, folder)
}

async function compileBy(compiler, options, folder) {
  const config = { compilerOptions: { ...strict, ...options }, include: ['*.ts', '*.mts'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  await runProgram(process.execPath, [compiler, '-p', '.'], folder)
}

async function compileAndBundle(consumer, project, folder) {
  await compile(consumer, project, folder)
  const entryPoints = ['sign-in.ts', 'doors.ts'].map((name) => join(folder, name))
  await build({ entryPoints, outdir: folder, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' })
}

/** Behind a door are the same names, whichever way it is opened, and there is at least one. */
function checkDoors(found) {
  const [expected, ...others] = found.filter(({ problems }) => problems.length === 0)
  if (expected === undefined) return []
  return Object.entries(expected.doors).flatMap(([door, names]) => {
    const different = others.filter(({ doors }) => doors[door].join() !== names.join())
    const nothing = names.length === 0 ? [`${door}: exports nothing`] : []
    return [
      ...nothing,
      ...different.map(
        ({ project, doors }) => `${door}: ${project.name} sees ${doors[door]}, ${expected.project.name} ${names}`,
      ),
    ]
  })
}

/** Every command that a package brings starts and knows its version. */
async function checkCommands(packed, home) {
  const commands = packed.flatMap(({ manifest }) =>
    Object.keys(manifest.bin ?? {}).map((command) => ({ command, version: manifest.version })),
  )
  const found = await inPairs(commands, async ({ command, version }) => {
    const said = await runProgram(join(home, 'node_modules/.bin', command), ['--version'], home).catch(String)
    return said.trim() === version ? [] : [`${command} --version: ${said}`]
  })
  return found.flat()
}
