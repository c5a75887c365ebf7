import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server during development; in production it serves dist/web itself. */
const server = process.env.TOCSIN_DEV_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  root: 'src/web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // Small images stay files: a data address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // The policy allows no inline script, and every supported browser preloads modules itself.
    modulePreload: { polyfill: false },
    // What ten screens or more share is one file: small ones cost more to fetch than to hold.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 10 }] } } },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/implicit', '/callback', '/claim?'].map((path) => [path, { target: server, changeOrigin: false }])),
  },
});
