// After npm install, where the registry lacks builds for other systems: node scripts/lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from './steps/paths.mjs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/**
 * The packages for other systems that the lock file names as optional and does not describe: npm leaves them out when
 * it cannot look them up, and `npm ci` then refuses the whole file.
 * @param {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} lock
 * @returns {Record<string, object>}
 */
export function missingBuilds(lock) {
  const missing = {}
  for (const { optionalDependencies = {} } of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      const known = Object.keys(lock.packages).some((other) => other === path || other.endsWith(`/${path}`))
      if (!known && /^\d/.test(version)) missing[path] = describe(name, version)
    }
  }
  return missing
}

function describe(name, version) {
  const words = name.split(/[/-]/).flatMap((word) => (word === 'linuxmusl' ? ['linux', 'musl'] : [word]))
  const os = words.filter((word) => systems.includes(word))
  const cpu = words.filter((word) => processors.includes(word))
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && os.includes('linux') && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

if (process.argv[1] === inRoot('scripts', 'lockfile.mjs')) {
  const file = inRoot('package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingBuilds(lock)
  const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
  console.log(`Added ${Object.keys(missing).length} packages for other systems.`)
}
