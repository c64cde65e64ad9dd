import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './paths.mjs'

/** A step that did not work: `advice` says what to do about it. */
export class StepFailed extends Error {
  constructor(message, advice) {
    super(message)
    this.advice = advice
  }
}

class Stopped extends Error {
  constructor(signal) {
    super(`Stopped by ${signal}.`)
    this.exitCode = 128 + (constants.signals[signal] ?? 15)
  }
}

let current
let stoppedBy

/** From now on a signal goes to the running child, once: npm and the process group repeat it, and mean one stop. */
function forwardSignals() {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      if (stoppedBy !== undefined) return
      stoppedBy = signal
      current?.stop(signal)
    })
  }
}

export function throwIfStopped() {
  if (stoppedBy !== undefined) throw new Stopped(stoppedBy)
}

/**
 * Runs a program and answers its exit code, or Stopped when a signal came meanwhile.
 * `ownGroup` makes a stop reach everything the program started; `quiet` keeps its output for `onOutput`.
 */
export async function run(command, args, options = {}) {
  throwIfStopped()
  const { env = process.env, quiet = false, ownGroup = false, limitMs, onOutput, onStart } = options
  const child = spawn(command, args, {
    cwd: root,
    env,
    detached: ownGroup,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  const kill = (signal) => {
    try {
      if (ownGroup && child.pid !== undefined) process.kill(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // It ended by itself.
    }
  }
  const stop = (signal) => {
    kill(signal)
    // npm finishes the install it is at, minutes later. Every such step can be repeated, so it is cut short.
    if (ownGroup) setTimeout(kill, 800, 'SIGKILL').unref()
  }
  current = { stop }
  if (child.pid !== undefined) onStart?.(child.pid)
  let late = false
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          late = true
          kill('SIGTERM')
          setTimeout(kill, 5_000, 'SIGKILL').unref()
        }, limitMs)
  child.stdout?.on('data', (chunk) => onOutput?.(chunk))
  child.stderr?.on('data', (chunk) => onOutput?.(chunk))
  try {
    const { code, signal, error } = await new Promise((settle) => {
      child.once('error', (failure) => settle({ error: failure }))
      child.once('close', (exitCode, killedBy) => settle({ code: exitCode, signal: killedBy }))
    })
    if (error !== undefined) throw new StepFailed(`${command} could not be started: ${error.message}`)
    return { code: code ?? 128 + (constants.signals[signal] ?? 15), late, stoppedBy }
  } finally {
    clearTimeout(timer)
    current = undefined
  }
}

/**
 * A step of the preparation: says what it does and how long it took, shows a sign of life every ten seconds, and its
 * output only when it fails.
 */
export async function step(title, command, args, { advice, env, onStart }) {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  console.error(`${title} …`)
  const life = setInterval(() => console.error(`  still at it, ${seconds()} s`), 10_000)
  let output = ''
  const onOutput = (chunk) => {
    output = (output + chunk).slice(-20_000)
  }
  try {
    const { code } = await run(command, args, { env, quiet: true, ownGroup: true, onOutput, onStart })
    throwIfStopped()
    if (code !== 0) {
      console.error(output.trim())
      throw new StepFailed(`${title} failed (exit code ${code}).`, advice)
    }
    console.error(`  done in ${seconds()} s`)
  } finally {
    clearInterval(life)
  }
}

/** Ends the process with what `work` came to: its exit code, or one clear line and 1. */
export async function main(work) {
  forwardSignals()
  try {
    process.exitCode = await work()
  } catch (error) {
    if (error instanceof Stopped) {
      process.exitCode = error.exitCode
    } else if (error instanceof StepFailed) {
      console.error(error.advice === undefined ? error.message : `${error.message}\n${error.advice}`)
      process.exitCode = 1
    } else {
      throw error
    }
  }
}
