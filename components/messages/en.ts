import { activity, announcements } from './en/activity.ts'
import { brief } from './en/brief.ts'
import { campaign } from './en/campaign.ts'
import { checks } from './en/checks.ts'
import { dashboard, firstRun } from './en/dashboard.ts'
import { jobs, sentence } from './en/jobs.ts'
import { post } from './en/post.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { uploads } from './en/uploads.ts'
import { website } from './en/website.ts'

/** Every string of the interface, in English. A second language is a second module of the same shape. */
export const en = {
  shell,
  dashboard,
  firstRun,
  brief,
  campaign,
  post,
  checks,
  jobs,
  sentence,
  activity,
  announcements,
  website,
  uploads,
  settings,
}
