import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './app/i18n.ts',
  // Messages are parsed by the build, so that no parser for them is sent to the browser (7 kB gzip).
  experimental: {
    messages: { path: './messages', format: 'json', locales: 'infer', sourceLocale: 'en', precompile: true },
  },
});

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // `npm run check` has the compiler look at everything; doing it again here would only slow `npm start` down.
  typescript: { ignoreBuildErrors: true },
  // Titles wait for nothing slow, so they come with the page itself and not after it: streamed, a page that is read
  // again can be without one for a moment.
  htmlLimitedBots: /.*/,
  experimental: {
    // Nothing personal is kept by the browser's router once its person may have changed.
    staleTimes: { dynamic: 0, static: 30 },
    // What every page needs comes in two files instead of four: fewer requests, and 1.4 kB less gzip on each page,
    // since the pieces of the framework are much alike. The parts that come later stay as they are.
    turbopackChunking: { maxChunkCountPerGroup: 2, maxMergeChunkSize: 5_000_000 },
  },
};

export default withNextIntl(config);
