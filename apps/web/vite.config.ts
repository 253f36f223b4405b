import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** The policy the relay sends with the app; preview sends it too, so that what breaks it is seen before it ships. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** A relay to talk to while developing; the app asks its own origin. */
const RELAY = process.env['WEFT_RELAY'] ?? 'ws://127.0.0.1:4400';

/** Files that are kept from their first use on, the newest `maxEntries`. */
const keptOnUse = (urlPattern: RegExp, cacheName: string, maxEntries: number = 1) => ({
  urlPattern,
  handler: 'CacheFirst' as const,
  options: { cacheName, expiration: { maxEntries }, cacheableResponse: { statuses: [200] } },
});

export default defineConfig({
  build: {
    target: 'es2023',
    // The first that know `:dir()`: for older ones it would be written out as a list of languages, which says nothing of a paragraph's direction.
    cssTarget: ['chrome120', 'edge120', 'firefox121', 'safari16.4'],
    // Nothing inline, so that the content security policy needs no exceptions.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/r/': { target: RELAY, ws: true } } },
  preview: {
    headers: {
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
    proxy: { '/r/': { target: RELAY, ws: true } },
  },
  plugins: [
    VitePWA({
      // The app registers the worker itself (src/service-worker.ts): Trusted Types ask for a policy.
      injectRegister: false,
      registerType: 'prompt',
      manifest: {
        id: '/',
        name: 'Weft',
        short_name: 'Weft',
        description: 'Write together, apart. Documents that live on your device and that no server can read.',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#fdfcfa',
        theme_color: '#fdfcfa',
        categories: ['productivity'],
        icons: [
          { src: '/icons/weft.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icons/weft-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/weft-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/weft-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,png,wasm,webmanifest}'],
        // What runs models that people bring is fetched with the first of them.
        globIgnores: ['**/ort-wasm-*.wasm', '**/onnx-*worker-*.js'],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        navigateFallback: '/index.html',
        // What the relay answers itself is never the app.
        navigateFallbackDenylist: [/^\/(r|signal|metrics|healthz|readyz)(\/|$)/],
        // The language model, the word vectors and the mathematical font are fetched with their first use, and then kept: they must work with no network.
        runtimeCaching: [
          keptOnUse(/\/assets\/weft-lm-[\w-]+\.bin$/, 'weft-models'),
          keptOnUse(/\/assets\/weft-vectors-[\w-]+\.bin$/, 'weft-vectors'),
          keptOnUse(/\/assets\/stix-two-math-[\w-]+\.woff2$/, 'weft-fonts'),
          keptOnUse(/\/assets\/(ort-wasm-|onnx-)[\w.-]+\.(wasm|js)$/, 'weft-runtimes', 4),
        ],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
        skipWaiting: false,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
  ],
});
