// The only file an old Node may meet: it must parse there, so it imports nothing before the check.
const [major] = process.versions.node.split('.').map(Number)

if (major < 20) {
  console.error(`Unfold needs Node 20 or later; this is ${process.version}. Install a current one from nodejs.org.`)
  process.exit(1)
}

import('./steps/start.mjs').then(({ start }) => start(process.argv.slice(2)))
