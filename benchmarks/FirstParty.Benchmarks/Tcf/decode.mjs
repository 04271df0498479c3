// node decode.mjs FILE: decodes each TC string of a JSON array of strings, again and again, and prints nanoseconds a string (best of five rounds).
import { readFileSync } from 'node:fs';
import { TCString } from '@iabtcf/core';

const strings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const roundMilliseconds = 1000;

function round(milliseconds) {
  let decoded = 0;
  let granted = 0;
  const start = process.hrtime.bigint();
  const end = start + BigInt(milliseconds) * 1_000_000n;
  while (process.hrtime.bigint() < end) {
    for (const text of strings) {
      granted += TCString.decode(text).purposeConsents.size;
    }
    decoded += strings.length;
  }
  return { perString: Number(process.hrtime.bigint() - start) / decoded, granted };
}

round(roundMilliseconds);
let best = Infinity;
for (let i = 0; i < 5; i++) best = Math.min(best, round(roundMilliseconds).perString);
console.log(best.toFixed(0));
