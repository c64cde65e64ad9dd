// Loaded before the server with --import: its wall clock is off by as many ms as the file WALL_CLOCK_OFFSET names says, from one moment to the next.
import { readFileSync } from 'node:fs'

const RealDate = Date
let offset = 0
const look = () => {
  offset = Number(readFileSync(process.env.WALL_CLOCK_OFFSET, 'utf8'))
}
look()
setInterval(look, 20).unref()

globalThis.Date = class Date extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + offset)
    else super(...parts)
  }
  static now() {
    return RealDate.now() + offset
  }
}
