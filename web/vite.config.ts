import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './vite.precompress.ts';

const GATEWAY = process.env.CODERUNNER_URL ?? 'http://127.0.0.1:5000';

export default defineConfig({
  plugins: [react(), precompress()],
  build: {
    target: 'es2022',
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Monaco is one large piece that is loaded after the page.
    chunkSizeWarningLimit: 5000,
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(
      ['/run', '/status', '/request', '/events', '/cancel', '/languages', '/cluster', '/healthz', '/readyz'].map((path) => [path, GATEWAY]),
    ),
  },
  test: { environment: 'jsdom', setupFiles: ['src/test/setup.ts'], restoreMocks: true },
});
