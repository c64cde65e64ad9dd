import { capital, some, spelled } from '../numbers.ts'

/** Words for what jobs do, by kind. */
export const jobs = {
  blocked: 'Waits for the analysis',
  queued: 'In the queue',
  deed: { analysis: 'Reading the brief', text: 'Writing', image: 'Drawing', video: 'Rendering' },
  deedFull: {
    analysis: 'Reading the brief',
    text: 'Writing',
    image: 'Drawing the image',
    video: 'Rendering the video',
  },
  waiting: 'Waiting for the provider',
  usually: (elapsed: string, span: string) => `${elapsed}, usually ${span}`,
  again: (time: string) => `Trying again in ${time}`,
  againNow: 'Trying again',
  tryOf: (n: number, max: number) => `try ${n} of ${max}`,
  finished: 'Finished',
  textFinished: 'Text finished',
  failed: 'Failed',
  refused: 'Refused by the provider',
  canceled: 'Canceled',
  parked: {
    quota: (time: string | null) => (time === null ? 'Parked by the quota' : `Parked until ${time}`),
    cap: 'Parked by the budget',
    pause: 'Paused',
    key: 'Waits for access',
  },
  measure: {
    frames: (done: number, total: number | null) => (total === null ? `frame ${done}` : `frame ${done} of ${total}`),
    steps: (done: number, total: number | null) => (total === null ? `step ${done}` : `step ${done} of ${total}`),
    other: (unit: string, done: number, total: number | null) =>
      total === null ? `${done} ${unit}` : `${done} of ${total} ${unit}`,
  },
  percentText: (percent: number) => `${percent} percent`,
}

const noun = {
  analysis: (n: number) => some(n, 'analysis', 'the'),
  text: (n: number) => some(n, 'text'),
  image: (n: number) => some(n, 'image', 'an'),
  video: (n: number) => (n === 1 ? 'the video' : some(n, 'video')),
}
type Kind = keyof typeof noun

/** The sentence the campaign page opens with. */
export const sentence = {
  reading: 'Reading the brief',
  toFind: (angles: number) =>
    angles === 1
      ? ' to find who it is for and what to say.'
      : ` to find who it is for and ${spelled(angles)} different angles.`,
  doing: {
    analysis: () => 'reading the brief',
    text: (n: number) => `writing ${some(n, 'text')}`,
    image: (n: number) => `drawing ${some(n, 'image', 'an')}`,
    video: (n: number) => `rendering ${noun.video(n)}`,
  } satisfies Record<Kind, (n: number) => string>,
  some: noun,
  bare: {
    text: (n: number) => some(n, 'post', 'one'),
    image: (n: number) => some(n, 'image', 'an'),
    video: (n: number) => some(n, 'video'),
  },
  queue: 'In the queue.',
  queueWhy: ' It starts as soon as a worker is free.',
  queued: (list: string, n: number) => `${capital(list)} ${n === 1 ? 'is' : 'are'} in the queue.`,
  tryingAgain: (list: string, n: number) => `${capital(list)} failed and ${n === 1 ? 'is' : 'are'} tried again.`,
  parked: (list: string, n: number) => ` ${capital(list)} ${n === 1 ? 'is' : 'are'} parked.`,
  opening: 'Settling the last details.',
  bad: {
    failed: (list: string) => ` ${capital(list)} failed.`,
    refused: (list: string, n: number) =>
      ` ${capital(list)} ${n === 1 ? 'was refused and needs' : 'were refused and need'} you.`,
  },
  made: (list: string, time: string | null) =>
    time === null ? `${capital(list)}, ready.` : `${capital(list)}, made in ${time}.`,
  postsReady: (n: number) =>
    n === 0 ? 'No post is complete.' : n === 1 ? 'One post is ready.' : `${capital(spelled(n))} posts are ready.`,
  lacks: (index: number, has: string, lack: string, fate: 'failed' | 'refused' | 'canceled') =>
    ` Post ${index} has its ${has}, but its ${lack} ${fate === 'failed' ? 'failed' : `was ${fate}`}.`,
  lacksAll: (index: number, fate: 'failed' | 'refused' | 'canceled') =>
    ` Post ${index} ${fate === 'failed' ? 'failed' : `was ${fate}`}.`,
  lackMany: (list: string) => ` Posts ${list} each miss a part.`,
  failed: 'Nothing could be made.',
  onlyAnalysis: 'No post could be made, only the analysis.',
  failedWhy: (reason: string) => ` ${reason}`,
  canceledAt: (percent: string) => `Canceled at ${percent}.`,
  kept: (n: number) =>
    n === 0
      ? ' Nothing was finished.'
      : n === 1
        ? ' One job was finished and is kept.'
        : ` ${capital(spelled(n))} jobs were finished and are kept.`,
  paused: 'Paused.',
  toTheEnd: (list: string) => ` ${capital(list)} to the end.`,
  waits: (n: number) =>
    n === 0
      ? ' Nothing waits.'
      : n === 1
        ? ' One job waits until you keep making it.'
        : ` ${capital(spelled(n))} jobs wait until you keep making it.`,
  lastHeard: (time: string) => `Last heard ${time} ago:`,
}
