import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { build, defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';

const TARGET = 'es2022';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Nothing is painted before public/theme.js has run: under a name that follows from its text, browsers may keep it. */
const lastingTheme = (): Plugin => ({
  name: 'lasting-theme',
  apply: 'build',
  buildStart() {
    this.emitFile({ type: 'asset', name: 'theme.js', source: readFileSync(here('./public/theme.js')) });
  },
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const script = Object.values(bundle ?? {}).find(
        (each) => each.type === 'asset' && each.names.includes('theme.js'),
      );
      if (!script) throw new Error('The script of the theme is not in the build.');
      return html.replace('"/theme.js"', `"/${script.fileName}"`);
    },
  },
});

/** The panel asks before its modules run: they wait for all of the page, its styles and a first empty picture. */
const askedAtOnce = (): Plugin => ({
  name: 'asked-at-once',
  apply: 'build',
  async buildStart() {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { '@': here('./src') } },
      build: {
        write: false,
        target: TARGET,
        lib: { entry: here('./src/panel/early.ts'), formats: ['iife'], name: 'early', fileName: 'early' },
      },
    });
    const output = [built].flat().find((each) => 'output' in each)?.output[0];
    if (!output) throw new Error('What the panel asks first was not built.');
    this.emitFile({ type: 'asset', name: 'ask.js', source: output.code });
  },
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const script = Object.values(bundle ?? {}).find(
        (each) => each.type === 'asset' && each.names.includes('ask.js'),
      );
      if (!script) throw new Error('What the panel asks first is not in the build.');
      return html.replace('<script', `<script src="/${script.fileName}"></script>\n    <script`);
    },
  },
});

/** What draws the panel is fetched beside what asks for it, and not only once that has run. */
const drawnAtOnce = (): Plugin => ({
  name: 'drawn-at-once',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      const draw = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.name === 'draw');
      if (draw?.type !== 'chunk') throw new Error('What draws the panel is not in the build.');
      const link = (rel: string, file: string): HtmlTagDescriptor => ({
        tag: 'link',
        injectTo: 'head',
        attrs: { rel, crossorigin: true, href: `/${file}` },
      });
      const styles = [...(draw.viteMetadata?.importedCss ?? [])];
      return [link('modulepreload', draw.fileName), ...styles.map((file) => link('stylesheet', file))];
    },
  },
});

/** The panel stands in a frame beside every conversation: there it is drawn by Preact, a tenth of what React weighs. */
const preact: Record<string, string> = {
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
};

/** `vite build` builds the application, `vite build --mode panel` the panel beside it. */
export default defineConfig(({ command, mode }) => {
  const panelAlone = command === 'build' && mode === 'panel';
  const pages: Record<string, string> = panelAlone
    ? { panel: here('./panel.html') }
    : { index: here('./index.html') };
  return {
    plugins: [react(), lastingTheme(), ...(panelAlone ? [askedAtOnce(), drawnAtOnce()] : [])],
    resolve: { alias: { '@': here('./src'), ...(panelAlone ? preact : {}) } },
    server: {
      host: '127.0.0.1',
      port: 5173,
      proxy: { '/api': 'http://127.0.0.1:8360' },
    },
    build: {
      outDir: here('../src/rotunda/entrypoints/web_files'),
      emptyOutDir: !panelAlone,
      manifest: panelAlone ? 'panel-manifest.json' : 'manifest.json',
      // Data URIs would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: TARGET,
      rollupOptions: { input: pages },
    },
  };
});
