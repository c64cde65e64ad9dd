import { digits, listOf, plural } from '../numbers.ts'

export const settings = {
  title: 'Settings',
  providers: {
    title: 'Providers',
    hint: 'Keys are read by the server, never sent to a browser. The studio needs none.',
    studio: {
      name: 'Studio',
      note: 'built in',
      text: 'Analysis, text, images and video on this machine. Drafts are labelled.',
    },
    google: {
      name: 'Google',
      isSet: (variable: string) => `The key is the one of ${variable}, where the server starts.`,
      given: (variable: string, day: string) => `The key was given here on ${day} and is used instead of ${variable}.`,
      vertex: (project: string, location: string) =>
        `Vertex AI in the project ${project}, location ${location}, with the credentials of this server.`,
      films: (location: string) => `Films are made in ${location}.`,
      notSet: (variable: string, until: string) =>
        `Set ${variable} where the server starts, leave PROVIDER at auto, and start it again. ${until} Vertex AI is asked for with GOOGLE_GENAI_USE_VERTEXAI.`,
      until: {
        studio: 'Until then the studio makes drafts.',
        openai: 'Then it makes all of a campaign. Until then your own model writes, and the studio draws drafts.',
      },
      untilOther: 'Until then others make what stands below.',
    },
    ownModel: { name: 'Own model', text: 'Writes the analysis and the texts. OPENAI_BASE_URL says where it is.' },
    other: 'Makes what stands below.',
    ready: 'Ready',
    inUse: 'In use',
    off: 'Not in use',
  },
  key: {
    label: 'Another key',
    hint: 'It is kept in a file of the server that only its owner may read, and never shown again.',
    go: 'Use this key',
    back: (variable: string) => `Go back to ${variable}`,
    used: 'The new key is in use. What waited for one goes on.',
    backAt: (variable: string) => `The key of ${variable} is in use again. What waited for one goes on.`,
    empty: 'Write the key first.',
  },
  test: {
    go: 'Test the key',
    goVertex: 'Test the credentials',
    asking: 'Asking Google',
    free: 'The test asks for Google’s list of models: it makes nothing and costs nothing.',
    freeVertex:
      'The test has the text and the image model count a word: it makes nothing and costs nothing. The film’s model is not tested.',
    states: { untested: 'Not tested', accepted: 'Key accepted', refused: 'Key refused', unknown: 'No answer' },
    statesVertex: { untested: 'Not tested', accepted: 'Accepted', refused: 'Refused', unknown: 'No answer' },
    asked: (at: string) => `Asked at ${at}.`,
    cost: (money: string | null) => (money === null ? 'It cost nothing.' : `It cost ${money}.`),
    allListed: 'The models in use stand in its list.',
    unlisted: (models: readonly string[]) =>
      `Google’s list for this key does not have ${listOf(models)}: ${plural(models.length, 'it', 'they')} may be retired.`,
    allAnswered: 'The models for text and images are on offer there.',
    unanswered: (models: readonly string[], location: string) =>
      `Vertex AI does not have ${listOf(models)} in ${location}: name another location or another model.`,
    again: 'The test could not be made. Try again.',
  },
  models: {
    title: 'Who makes what',
    hint: 'Prices are a dated copy of what the vendor lists. What a call really took is booked when it is answered.',
    kinds: { analysis: 'Analysis', text: 'Text', image: 'Image', video: 'Video' },
    each: { analysis: 'an analysis', text: 'a text', image: 'an image', video: 'a video' },
    freeHint: 'Nothing of it costs money here.',
    free: 'Free, made on this machine',
    uncounted: 'The books count nothing for it',
    unit: 'US dollars per million tokens',
    unitSecond: 'US dollars per second of film',
    columns: {
      from: 'From',
      input: 'In',
      cachedInput: 'In, cached',
      output: 'Out',
      image: 'Pictures',
      video: 'Film',
      second: 'A second',
    },
    now: 'now',
    limits: (each: string, parts: readonly string[]) => `For ${each} at most ${listOf(parts)}.`,
    limit: {
      input: (n: number) => `${digits(n)} tokens in`,
      output: (n: number) => `${digits(n)} tokens out`,
      picture: (n: number) => `one picture of ${digits(n)} tokens`,
      film: (n: number) => `${digits(n)} s of film`,
    },
    source: (source: string, day: string) => `Prices: ${source}, read on ${day}.`,
    unlisted: 'Its price was not looked up: it is reckoned as the dearest of its kind.',
    variable: (name: string) => `${name} names another model.`,
  },
  budget: {
    title: 'Budget',
    hint: 'A cap that holds. A job that would pass it is parked before the call, not after.',
    month: 'All campaigns, each month',
    monthHint: (currency: string) =>
      `Set by SPEND_CAP_MICROS where the server starts, in millionths of ${currency}. It begins anew on the first of the month.`,
    campaign: 'Each campaign',
    campaignValue: 'As its brief says',
    campaignHint: 'A parked campaign has a button that raises its budget.',
    none: 'No cap',
  },
}
