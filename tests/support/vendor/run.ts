// A vendor as a process of its own: node tests/support/vendor/run.ts [--port N] [--ledger FILE] [--script JSON]
// Prints its address. It goes on when the servers that use it are killed, and ends on SIGTERM.
import { parseArgs } from 'node:util'
import { startVendor } from './server.ts'

const { values } = parseArgs({
  options: { port: { type: 'string' }, ledger: { type: 'string' }, script: { type: 'string' } },
})
const vendor = await startVendor({
  port: Number(values.port ?? 0),
  ...(values.ledger !== undefined && { ledgerFile: values.ledger }),
  script: JSON.parse(values.script ?? '{}'),
})
process.once('SIGTERM', () => void vendor.close())
console.log(vendor.url)
