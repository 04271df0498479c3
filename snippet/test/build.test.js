import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { open } from './fakes/browser.js';
import { brotliBytes, buildAll, SETTINGS_TOKEN } from '../build.js';

const built = await buildAll();

for (const name of Object.keys(built))
  test(`dist/${name} is what the sources build`, async () => {
    assert.equal(await readFile(new URL(`../dist/${name}`, import.meta.url), 'utf8'), built[name], 'run `npm run build` and commit dist/');
  });

test('index.d.ts declares what fp can do, and nothing else', async () => {
  const declared = (await readFile(new URL('../index.d.ts', import.meta.url), 'utf8')).split('export interface FirstParty {')[1].split('\n}')[0];
  const names = new Set([...declared.matchAll(/^  (?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name));
  assert.deepEqual([...names].sort(), Object.keys(open().fp).sort());
});

test('the module for bundlers exports start', () => assert.match(built['firstparty.mjs'], /export\s*\{[^}]*\bstart\b/));

test('s.js holds the settings token once, and is valid with it and without', () => {
  const text = built['s.js'];
  assert.equal(text.split(SETTINGS_TOKEN).length, 2);
  new Function(text);
  new Function(text.replace(SETTINGS_TOKEN, '{"key":"web"}'));
});

/** Bytes of brotli 11 on the wire (1 KB = 1,024 B); the core aims at 4.5 KB and may never pass 5. */
const BUDGET = { 's.js': 5.0 * 1024, 'stub.js': 0.35 * 1024, 'compat-segment.js': 0.8 * 1024 };

for (const [name, budget] of Object.entries(BUDGET))
  test(`complaint 10, ${name} weighs at most ${budget / 1024} KB`, () => {
    const bytes = brotliBytes(built[name]);
    assert.ok(bytes <= budget, `${name}: ${bytes} B`);
  });
