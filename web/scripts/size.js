// Weighs the JavaScript of the first load of each page as a browser would fetch it (compressed), and fails above the limit.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 250;
const PANEL_LIMIT_KB = 30;
const OUT = new URL('../../src/rotunda/entrypoints/web_files/', import.meta.url);

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[], css?: string[] }} Chunk */

/** @typedef {Record<string, Chunk>} Manifest */

/**
 * @param {string} file
 * @returns {Manifest}
 */
const read = (file) => JSON.parse(readFileSync(new URL(file, OUT), 'utf8'));
const manifest = read('manifest.json');

/** @param {string} file */
const weigh = (file) => gzipSync(readFileSync(new URL(file, OUT)), { level: 9 }).length / 1000;

/**
 * Every chunk that loads before that one can run.
 * @param {string} name
 * @param {Set<string>} found
 */
function withImports(name, found = new Set()) {
  const chunk = manifest[name];
  if (!chunk || found.has(name)) return found;
  found.add(name);
  for (const each of chunk.imports ?? []) withImports(each, found);
  return found;
}

/** @param {Set<string>} names */
function weightOf(names) {
  const files = new Set([...names].map((name) => manifest[name]?.file).filter((file) => file !== undefined));
  return [...files].reduce((sum, file) => sum + weigh(file), 0);
}

const entry = Object.keys(manifest).find((name) => name === 'index.html');
if (!entry) throw new Error('The build has no entry: run npm run build first.');

// The account page draws its chart at once: it counts as part of that first load.
const pages = Object.keys(manifest).filter((name) => /features\/.*-page\.tsx$/.test(name));
const chart = Object.keys(manifest).filter((name) => name.endsWith('components/time-chart.tsx'));
let worst = 0;
for (const page of pages) {
  const names = withImports(entry);
  withImports(page, names);
  if (page.endsWith('account-page.tsx')) for (const each of chart) withImports(each, names);
  const kilobytes = weightOf(names);
  worst = Math.max(worst, kilobytes);
  console.log(`${kilobytes.toFixed(1).padStart(7)} kB  ${page}`);
}
console.log(`The heaviest first load is ${worst.toFixed(1)} kB of at most ${LIMIT_KB} kB, compressed.`);
const panel = Object.values(read('panel-manifest.json')).filter(({ file }) => file.endsWith('.js'));
const panelWeight = panel.reduce((sum, { file }) => sum + weigh(file), 0);
console.log(`The panel is ${panelWeight.toFixed(1)} kB of at most ${PANEL_LIMIT_KB} kB, compressed.`);
if (pages.length === 0 || worst > LIMIT_KB || panel.length === 0 || panelWeight > PANEL_LIMIT_KB)
  process.exitCode = 1;
