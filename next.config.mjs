/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  experimental: { preloadEntriesOnStart: false },
  reactStrictMode: true,
  // The engine room runs beside Next, in plain Node: what only it loads stays out of the bundles.
  serverExternalPackages: [
    '@napi-rs/canvas',
    '@prisma/adapter-better-sqlite3',
    '@prisma/schema-engine-wasm',
    'better-sqlite3',
    'h264-mp4-encoder',
    'sharp',
  ],
  // The types are a step of their own in npm test, for everything and not only for the pages.
  typescript: { ignoreBuildErrors: true },
}

export default config
