import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { budgets } from './budgets.ts';
import { defineConfig, type Plugin } from 'vite';

/** The server of a developer; `galley serve` and `galley demo` say where they listen. */
const SERVER = process.env.GALLEY_URL ?? 'http://127.0.0.1:8080';

const FONTS = [
  { name: 'hanken-grotesk', module: '@fontsource-variable/hanken-grotesk' },
  { name: 'newsreader', module: '@fontsource/newsreader' },
];

/** Fonts travel with their licences, and the two that the first screen needs are asked for before the styles are read. */
function fonts(): Plugin {
  return {
    name: 'galley-fonts',
    apply: 'build',
    generateBundle() {
      for (const font of FONTS) {
        const source = readFileSync(new URL(`node_modules/${font.module}/LICENSE`, import.meta.url), 'utf8');
        this.emitFile({ type: 'asset', fileName: `assets/${font.name}-OFL.txt`, source });
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.keys(context.bundle ?? {}).filter((name) =>
          /-latin-(wght|400)-normal.*\.woff2$/.test(name),
        );
        return files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `/${file}` },
          injectTo: 'head-prepend' as const,
        }));
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), fonts(), budgets()],
  build: {
    target: ['chrome125', 'firefox126', 'safari17.5'],
    assetsInlineLimit: 0,
    // One sheet compresses a quarter better than one a page, and no page waits for a second one.
    cssCodeSplit: false,
    rollupOptions: {
      output: {
        manualChunks: (id: string) =>
          /node_modules\/(react|react-dom|scheduler|@tanstack)\//.test(id) ? 'frame' : undefined,
      },
    },
  },
  server: { proxy: { '/api': SERVER } },
  preview: { proxy: { '/api': SERVER } },
});
