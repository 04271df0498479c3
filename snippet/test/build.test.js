import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { brotliBytes, buildAll, SETTINGS_TOKEN } from '../build.js';

const built = await buildAll();

for (const name of Object.keys(built))
  test(`dist/${name} is what the sources build`, async () => {
    assert.equal(await readFile(new URL(`../dist/${name}`, import.meta.url), 'utf8'), built[name], 'run `npm run build` and commit dist/');
  });

test('s.js holds the settings token once, and is valid with it and without', () => {
  const text = built['s.js'];
  assert.equal(text.split(SETTINGS_TOKEN).length, 2);
  new Function(text);
  new Function(text.replace(SETTINGS_TOKEN, '{"key":"web"}'));
});
