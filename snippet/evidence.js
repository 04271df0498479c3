// Repeats every row of the delivery table ten times in real Chromium, outages ten seconds long, and writes what was measured to results.md.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliBytes, buildAll } from './build.js';

const RUNS = 10;
/** A row of the table, and what its runs measured: the unit after each value. */
const UNITS = [
  [/^navigate|^close|^cold/, 'of 20'], [/^160 KB/, 'of 20 at once'], [/^outage/, 's'], [/^1,500/, 'delivered'], [/^no preflight/, 'others than POST'],
  [/^a view/, 'requests'], [/^answers lost/, 'duplicates']
];

const folder = mkdtempSync(join(tmpdir(), 'fp-evidence-'));
const file = join(folder, 'rows');
const run = (...files) => spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=tap', ...files], {
  env: { ...process.env, FP_RUNS: RUNS, FP_EVIDENCE: file }, encoding: 'utf8', maxBuffer: 1e9
});

const { stdout } = run('test/browser/delivery.test.js', 'test/browser/safety.test.js', 'test/browser/starting.timed.js');
const [, passed] = /^# pass (\d+)/m.exec(stdout);
const [, failed] = /^# fail (\d+)/m.exec(stdout);
const rows = new Map();
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const { row, value } = JSON.parse(line);
  rows.set(row, [...rows.get(row) || [], value]);
}
rmSync(folder, { recursive: true });

const table = [...rows].map(([row, values]) => {
  const [, unit] = UNITS.find(([pattern]) => pattern.test(row)) || [, 'ms'];
  const sorted = [...values].sort((a, b) => a - b);
  return `| ${row} | ${values.length} | ${sorted[0]} | ${sorted[sorted.length >> 1]} | ${sorted.at(-1)} ${unit} |`;
});
const sizes = Object.entries(await buildAll()).filter(([name]) => name.endsWith('.js')).map(([name, text]) => `| \`${name}\` | ${brotliBytes(text)} |`);
const chromium = execFileSync('sh', ['-c', '$(command -v chromium || command -v chromium-browser || command -v google-chrome) --version']).toString().trim();

writeFileSync(new URL('results.md', import.meta.url), `# Delivery, measured

Written by \`npm run evidence\` (${RUNS} runs of each row; ${chromium}, Node ${process.version}; collector on another origin, answering after 150 ms; outages of 10 s).
The times of the outage rows are those of the page's own clock, which stands while a request is answered: what the snippet waits, whatever the machine adds.
Every row is met by one and the same build; a run that misses its target fails its test and is not counted. ${passed} tests passed, ${failed} failed.

| row | runs that met it | least | median | most |
|---|---:|---:|---:|---:|
${table.join('\n')}

| file | bytes of brotli 11 |
|---|---:|
${sizes.join('\n')}
`);
console.log(readFileSync(new URL('results.md', import.meta.url), 'utf8'));
process.exitCode = failed > 0 ? 1 : 0;
