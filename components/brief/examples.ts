import type { Palette } from '../../lib/domain/analysis.ts'
import type { BriefInput } from '../../lib/domain/brief.ts'

export type Example = { id: string; name: string; teaser: string; picture: string; palette: Palette; brief: BriefInput }

/** Three whole briefs to start from. The businesses are invented. */
export const examples: readonly Example[] = [
  {
    id: 'hearth-and-crumb',
    name: 'Hearth & Crumb',
    teaser:
      'A neighbourhood bakery in Leeds. Stone-milled flour from within 40 miles, open from 6 am, two for one on seeded loaves every Saturday.',
    picture: '/examples/hearth-and-crumb.jpg',
    palette: { ground: '#F6E7D3', surface: '#FDF8F0', ink: '#1E0D06', accent: '#B9532B', onAccent: '#FFFFFF' },
    brief: {
      business:
        'Hearth & Crumb is a neighbourhood bakery in Leeds. Naturally leavened sourdough, proved for 36 hours, with stone-milled flour from farms within 40 miles. Pastry is laminated by hand each morning and we open at 6 am. On Saturdays, two for one on seeded loaves. We would like more people to order ahead.',
      objective: 'sales',
      name: 'Saturday loaves',
      website: 'https://hearthandcrumb.example/saturday',
      audience: 'Commuters who pass before seven, and families within a walk',
      tone: 'Plain, warm, a little dry',
      offer: 'Two for one on seeded loaves, every Saturday',
      proofPoints: [
        'Sourdough proved for 36 hours',
        'Flour from farms within 40 miles',
        'Pastry laminated by hand each morning',
        'Open from 6 am',
      ],
      language: 'en-GB',
      platforms: ['instagram', 'linkedin', 'x', 'facebook', 'tiktok'],
      postCount: 6,
    },
  },
  {
    id: 'ledgerly',
    name: 'Ledgerly',
    teaser:
      'Accounting for finance teams of two to ten. Reconciles every account overnight, so month-end takes three days, not three weeks.',
    picture: '/examples/ledgerly.jpg',
    palette: { ground: '#EEF2FF', surface: '#FFFFFF', ink: '#111C55', accent: '#2F49E0', onAccent: '#FFFFFF' },
    brief: {
      business:
        'Ledgerly is accounting software for finance teams of two to ten people. It reconciles every bank account and card overnight, so month-end takes three days instead of three weeks. It reads invoices in 14 languages and keeps a full audit trail. Teams connect their bank in 20 minutes. We want finance leads to start a trial before year-end.',
      objective: 'leads',
      name: 'Month-end in three days',
      website: 'https://ledgerly.example/trial',
      audience: 'Finance leads in companies of 20 to 200 people',
      tone: 'Precise, calm, no jargon',
      offer: '14 days free, no card needed',
      proofPoints: [
        'Month-end in three days, not three weeks',
        'Every account reconciled overnight',
        'Reads invoices in 14 languages',
        'Connected in 20 minutes',
      ],
      language: 'en',
      platforms: ['linkedin', 'x', 'instagram'],
      postCount: 6,
    },
  },
  {
    id: 'stillwater-yoga',
    name: 'Stillwater Yoga',
    teaser:
      'Small candlelit classes for busy people. All levels, mats included, the first class free until the end of January.',
    picture: '/examples/stillwater-yoga.jpg',
    palette: { ground: '#E4EFE9', surface: '#F7FBF9', ink: '#10332B', accent: '#1F5A4C', onAccent: '#FFFFFF' },
    brief: {
      business:
        'Stillwater Yoga is a small studio in Portland with candlelit evening classes for busy people. Classes have at most 12 places, run for 60 minutes and suit all levels. Mats are included. We open new evening classes on Mondays and Thursdays at 7 pm. The first class is free until the end of January.',
      objective: 'awareness',
      name: 'New evening classes',
      website: 'https://stillwater.example/first-class',
      audience: 'Busy people who work nearby and have never tried yoga',
      tone: 'Quiet, kind, unhurried',
      offer: 'First class free until the end of January',
      proofPoints: [
        'At most 12 places in a class',
        'Mats included',
        'Mondays and Thursdays at 7 pm',
        '60 minutes, all levels',
      ],
      language: 'en-US',
      platforms: ['instagram', 'facebook', 'tiktok'],
      postCount: 8,
    },
  },
]

export const exampleOf = (id: string): Example | null => examples.find((example) => example.id === id) ?? null
