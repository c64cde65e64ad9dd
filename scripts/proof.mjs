// npm run proof [name]: the promises with full counts, as JSON lines; exit code 1 on any breach.
import { runPrograms } from './steps/programs.mjs'

await runPrograms('tests/proof', process.argv.slice(2))
