// npm run chaos [-- --minutes N --seed S --sabotage NAME]: the real server under attack, as JSON lines; exit code 1 on any breach.
import { runPrograms } from './steps/programs.mjs'

await runPrograms('tests/chaos', ['chaos', ...process.argv.slice(2)])
