// npm run bench [name]: measured claims as JSON lines.
import { runPrograms } from './steps/programs.mjs'

await runPrograms('bench', process.argv.slice(2))
