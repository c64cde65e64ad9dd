import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A small house that keeps every rule; each planted file below breaks one. */
const sound = {
  'lib/domain/thing.ts': 'export type Thing = { kind: "a" | "b" }\nexport const thing: Thing = { kind: "a" }\n',
  'lib/env-google.ts': 'export const project = "bakery-472311"\n',
  'lib/env.ts': 'import { project } from "./env-google.ts"\nexport const env = { port: 3000, project }\n',
  'lib/engine/worker.ts': 'export { thing as worked } from "../domain/thing.ts"\n',
  'lib/campaigns/create.ts': 'export { thing as created } from "../domain/thing.ts"\n',
  'lib/providers/studio/render-thread.ts':
    'import { parentPort } from "node:worker_threads"\nimport { thing } from "../../domain/thing.ts"\nparentPort?.postMessage(thing)\n',
  'lib/db/store.ts': 'import Database from "better-sqlite3"\nexport const open = () => new Database(":memory:")\n',
  'lib/dispatch/local.ts': 'export { thing as dispatched } from "../domain/thing.ts"\n',
  'lib/storage/files.ts': 'export { thing as stored } from "../domain/thing.ts"\n',
  'lib/web/reader.ts': 'export { thing as read } from "../domain/thing.ts"\n',
  'lib/http/route.ts': 'export { thing as routed } from "../domain/thing.ts"\n',
  'lib/wire.ts':
    'import { env } from "./env.ts"\nimport { open } from "./db/store.ts"\nimport { worked } from "./engine/worker.ts"\nexport type Room = ReturnType<typeof wire>\nexport const wire = () => ({ env, worked, database: open() })\n',
  'lib/server.ts':
    'import "server-only"\nimport type { Room } from "./wire.ts"\nexport declare const door: Room\nexport type { Thing } from "./domain/thing.ts"\n',
  'server.ts': 'import { wire } from "./lib/wire.ts"\nwire()\n',
  'worker.ts': 'import { wire } from "./lib/wire.ts"\nwire()\n',
  'components/ui/button.tsx': 'export const Button = () => <button type="button">ok</button>\n',
  'components/card.tsx':
    'import { thing } from "../lib/domain/thing.ts"\nimport { Button } from "./ui/button.tsx"\nexport const Card = () => <p>{thing.kind}<Button /></p>\n',
  'hooks/use-thing.ts': 'export { thing as useThing } from "../lib/domain/thing.ts"\n',
  'app/page.tsx':
    'import { Card } from "../components/card.tsx"\nimport { door } from "../lib/server.ts"\nexport default function Page() {\n  return <Card key={door.env.port} />\n}\n',
}

const from = (path: string) => `export * from ${JSON.stringify(path)}\n`
const rooms = 'boundaries(dependencies)'

const planted: [path: string, source: string, rule: string][] = [
  ['lib/domain/reads.ts', from('node:fs'), rooms],
  ['lib/domain/upstairs.ts', from('../engine/worker.ts'), rooms],
  ['lib/domain/clock.ts', 'export const now = () => Date.now()\n', 'eslint(no-restricted-properties)'],
  ['lib/domain/net.ts', 'export const get = () => fetch("/")\n', 'eslint(no-restricted-globals)'],
  ['lib/engine/knows-product.ts', from('../campaigns/create.ts'), rooms],
  ['lib/engine/draws.ts', from('react'), rooms],
  ['lib/campaigns/writes.ts', from('../db/store.ts'), rooms],
  ['lib/campaigns/sql.ts', 'import Database from "better-sqlite3"\nexport { Database }\n', rooms],
  ['lib/campaigns/orm.ts', from('@prisma/client'), rooms],
  ['lib/campaigns/vendor.ts', from('@google/genai'), rooms],
  ['lib/campaigns/credentials.ts', from('google-auth-library'), rooms],
  ['lib/campaigns/project.ts', from('../env-google.ts'), rooms],
  ['lib/providers/saves.ts', from('../storage/files.ts'), rooms],
  ['lib/campaigns/fetches.ts', from('../web/reader.ts'), rooms],
  ['lib/providers/parses.ts', from('htmlparser2'), rooms],
  ['lib/reading/asks.ts', from('../web/reader.ts'), rooms],
  ['lib/campaigns/unpacks.ts', from('unpdf/pdfjs'), rooms],
  ['lib/web/asks.ts', from('../providers/studio/render-thread.ts'), rooms],
  ['lib/storage/sends.ts', from('../dispatch/local.ts'), rooms],
  ['lib/dispatch/runs.ts', from('../engine/worker.ts'), rooms],
  ['lib/db/wires.ts', from('../wire.ts'), rooms],
  ['lib/http/door.ts', from('../server.ts'), rooms],
  ['lib/http/guards.ts', 'import "server-only"\nexport const guarded = true\n', rooms],
  ['lib/server.ts', 'import { wire } from "./wire.ts"\nexport const door = wire()\n', rooms],
  ['worker.ts', from('./lib/db/store.ts'), rooms],
  ['server.ts', 'import Database from "better-sqlite3"\nexport const open = () => new Database(":memory:")\n', rooms],
  ['lib/env.ts', from('@google/genai'), rooms],
  ['components/enters.tsx', from('../lib/server.ts'), rooms],
  ['components/engine.tsx', from('../lib/engine/worker.ts'), rooms],
  ['components/disk.tsx', from('node:path'), rooms],
  ['components/ui/knows.tsx', from('../../lib/domain/thing.ts'), rooms],
  ['hooks/renders.ts', from('../components/card.tsx'), rooms],
  ['app/wires.ts', from('../lib/wire.ts'), rooms],
  ['app/store.ts', from('../lib/db/store.ts'), rooms],
  ['app/env.ts', from('../lib/env.ts'), rooms],
  ['lib/cellar/hidden.ts', 'export const hidden = true\n', 'boundaries(no-unknown-files)'],
  ['lib/engine/egg.ts', 'import type { Hen } from "./hen.ts"\nexport type Egg = { by?: Hen }\n', 'import(no-cycle)'],
  ['lib/engine/hen.ts', 'import type { Egg } from "./egg.ts"\nexport type Hen = { of?: Egg }\n', 'import(no-cycle)'],
  ['lib/engine/long.ts', 'export {}\n'.repeat(301), 'eslint(max-lines)'],
  ['lib/engine/loose.ts', 'export const loose = (x: any): unknown => x\n', 'typescript(no-explicit-any)'],
  ['lib/engine/sure.ts', 'export const sure = (x?: string) => x!\n', 'typescript(no-non-null-assertion)'],
  [
    'lib/engine/floats.ts',
    'const later = async () => 1\nexport const now = () => {\n  later()\n}\n',
    'typescript(no-floating-promises)',
  ],
  [
    'lib/engine/forgets.ts',
    'import type { Thing } from "../domain/thing.ts"\nexport function forget(thing: Thing): void {\n  switch (thing.kind) {\n    case "a":\n  }\n}\n',
    'typescript(switch-exhaustiveness-check)',
  ],
  ['lib/engine/whole.ts', 'export default 1\n', 'import(no-default-export)'],
  ['lib/engine/camelCase.ts', 'export const camel = true\n', 'unicorn(filename-case)'],
]

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unfold-house-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function build(name: string, files: Record<string, string>) {
  const tree = join(folder, name)
  await mkdir(tree)
  for (const file of ['.oxlintrc.json', '.gitignore', 'tsconfig.json', 'package.json'])
    await cp(join(root, file), join(tree, file))
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), source)
  }
  return tree
}

type Finding = { filename: string; code: string; message: string }

function lint(tree: string): Promise<Finding[]> {
  const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '--deny-warnings', '--format=json', '.']
  return new Promise((settle, fail) => {
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26, timeout: 60_000 }, (error, stdout) => {
      if (error?.killed === true) fail(error)
      else settle((JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics)
    })
  })
}

test('a house that keeps the rules has no findings', async () => {
  const findings = await lint(await build('sound', sound))
  expect(findings.map(({ filename, code, message }) => `${filename}: ${code} ${message}`)).toEqual([])
})

test('each planted fault is found, by its rule', async () => {
  const faults = Object.fromEntries(planted.map(([path, source]) => [path, source]))
  const findings = await lint(await build('planted', { ...sound, ...faults }))
  const missed = planted.filter(
    ([path, , rule]) => !findings.some((finding) => finding.filename === path && finding.code === rule),
  )
  expect(missed.map(([path, , rule]) => `${path} should break ${rule}`)).toEqual([])
})

test('no file or folder is a drawer, and no index file re-exports a room', async () => {
  const rooms = ['app', 'components', 'hooks', 'lib', 'scripts', 'tests', 'bench', 'prisma']
  const listed = await Promise.all(
    rooms.filter((room) => existsSync(join(root, room))).map((room) => readdir(join(root, room), { recursive: true })),
  )
  const drawers = listed
    .flat()
    .filter((path) => !path.startsWith('db/generated'))
    .filter((path) => /(^|\/)(utils?|helpers?|misc|common|types|index)(\.[cm]?[jt]sx?|\/|$)/.test(path))
  expect(drawers).toEqual([])
})
