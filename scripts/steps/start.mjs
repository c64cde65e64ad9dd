import { environmentProblems } from './environment.mjs'
import { inRoot, node24 } from './paths.mjs'
import { prepare } from './prepare.mjs'
import { main, run } from './run.mjs'
import { memoryEnvironment, nodeFlags } from './server-process.mjs'

const modes = {
  '--dev': { program: 'server.ts', args: ['--dev'], build: false, nodeEnv: 'development' },
  '--worker': { program: 'worker.ts', args: [], env: { ROLE: 'worker' }, build: false, nodeEnv: 'production' },
  '--migrate': {
    program: 'scripts/migrate.ts',
    args: [],
    env: { ROLE: 'worker' },
    build: false,
    nodeEnv: 'production',
  },
}
const serve = { program: 'server.ts', args: [], build: true, nodeEnv: 'production' }

export function start(argv) {
  return main(async () => {
    const [flag, ...rest] = argv
    const mode = flag === undefined ? serve : modes[flag]
    if (mode === undefined || rest.length > 0) {
      console.error(`Unknown option ${rest[0] ?? flag}. There are ${Object.keys(modes).join(', ')}, or none.`)
      return 1
    }
    const problems = environmentProblems({ ...process.env, ...mode.env })
    if (problems.length > 0) {
      for (const problem of problems) console.error(problem)
      return 1
    }
    await prepare(mode)
    const { code } = await run(node24(), [...nodeFlags, inRoot(mode.program), ...mode.args], {
      env: { ...memoryEnvironment, ...process.env, NODE_ENV: mode.nodeEnv, NEXT_TELEMETRY_DISABLED: '1' },
    })
    return code
  })
}
