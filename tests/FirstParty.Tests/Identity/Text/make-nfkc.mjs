// Makes src/FirstParty/Identity/Text/nfkc.bin from the Unicode data of the node that runs it, and prints which version that is:
//   node make-nfkc.mjs ../../../../src/FirstParty/Identity/Text/nfkc.bin
// With the path of a JSON file as a second argument it writes what node itself makes of texts, for the test.
// The table: first the runs of full compatibility decompositions (gap, length of the run, length of the mapping, mapping relative to the code point),
// then the runs of combining classes (gap, length of the run, class), then the pairs that compose (gap of the first, second, composite). Each list
// ends with a run of length 0; all are variable-length integers, seven bits at a time, the lowest first; signed ones zigzag. All of it deflated.
import { writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";

const Last = 0x10ffff;
const isSurrogate = c => c >= 0xd800 && c <= 0xdfff;
const isHangul = c => c >= 0xac00 && c <= 0xd7a3;
const text = (...codes) => String.fromCodePoint(...codes);
const codes = s => Array.from(s, c => c.codePointAt(0));
const bytes = [];
const unsigned = n => { for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) + 128); bytes.push(n); };
const signed = n => unsigned(n < 0 ? -2 * n - 1 : 2 * n);
const all = function* () { for (let c = 128; c <= Last; c++) if (!isSurrogate(c)) yield c; };

function runs(entries, same, write) {
  let end = 0;
  for (let i = 0; i < entries.length;) {
    let n = 1;
    while (i + n < entries.length && entries[i + n].code === entries[i].code + n && same(entries[i], entries[i + n])) n++;
    unsigned(entries[i].code - end); unsigned(n); write(entries[i]);
    end = entries[i].code + n;
    i += n;
  }
  unsigned(0); unsigned(0);
}

const decompositions = [];
for (const code of all()) {
  const full = text(code).normalize("NFKD");
  if (!isHangul(code) && full !== text(code)) decompositions.push({ code, relative: codes(full).map(c => c - code) });
}
runs(decompositions, (x, y) => x.relative.join() === y.relative.join(), e => { unsigned(e.relative.length); e.relative.forEach(signed); });

// A mark moves before another exactly when its class is lower and not 0: so marks of known classes tell the class of any other.
const known = { 1: 0x334, 6: 0x16ff0, 7: 0x93c, 8: 0x3099, 9: 0x94d, 84: 0xc55, 91: 0xc56, 103: 0xe38, 107: 0xe48, 118: 0xeb8, 122: 0xec8, 129: 0xf71, 130: 0xf72, 132: 0xf74, 202: 0x321, 214: 0x1dce, 216: 0x31b, 218: 0x302a, 220: 0x316, 222: 0x59a, 224: 0x302e, 226: 0x1d16d, 228: 0x5ae, 230: 0x301, 232: 0x315, 233: 0x35c, 234: 0x35d, 240: 0x345 };
for (let c = 10; c <= 36; c++) known[c] = [0x5b0, 0x5b1, 0x5b2, 0x5b3, 0x5b4, 0x5b5, 0x5b6, 0x5b7, 0x5b8, 0x5b9, 0x5bb, 0x5bc, 0x5bd, 0x5bf, 0x5c1, 0x5c2, 0xfb1e, 0x64b, 0x64c, 0x64d, 0x64e, 0x64f, 0x650, 0x651, 0x652, 0x670, 0x711][c - 10];
const classes = Object.keys(known).map(Number).sort((x, y) => x - y);
const swaps = (a, b) => codes(text(0x61, a, b).normalize("NFD"))[1] !== a;
const combining = [];
for (const code of all()) {
  if (text(code).normalize("NFD") !== text(code)) continue;
  if (!swaps(known[240], code) && !swaps(code, known[1])) continue;
  const its = classes.find(c => !swaps(code, known[c]) && !swaps(known[c], code));
  if (its === undefined) throw new Error(`no class for ${code.toString(16)}`);
  combining.push({ code, its });
}
runs(combining, (x, y) => x.its === y.its, e => unsigned(e.its));

const pairs = [];
for (const code of all()) {
  const parts = codes(text(code).normalize("NFD"));
  if (isHangul(code) || parts.length < 2 || text(code).normalize("NFC") !== text(code)) continue;
  const first = codes(text(...parts.slice(0, -1)).normalize("NFC"));
  if (first.length === 1) pairs.push({ first: first[0], second: parts.at(-1), code });
}
pairs.sort((x, y) => x.first - y.first || x.second - y.second);
let before = 0;
for (const { first, second, code } of pairs) { unsigned(first - before); unsigned(second); unsigned(code); before = first; }
unsigned(0); unsigned(0);
writeFileSync(process.argv[2], deflateRawSync(Uint8Array.from(bytes), { level: 9 }));
console.log(`Unicode ${process.versions.unicode}: ${decompositions.length} decompositions, ${combining.length} marks, ${pairs.length} pairs, ${bytes.length} bytes`);

if (process.argv[3]) {
  const hash = createHash("sha256");
  for (let c = 0; c <= Last; c++) if (!isSurrogate(c)) hash.update(text(c).normalize("NFKC") + "\n");
  let seed = 20260;
  const next = n => (seed = (seed * 48271) % 2147483647) % n;
  const interesting = [...decompositions, ...combining, ...pairs].map(e => e.code).concat([0x61, 0x41, 0x31, 0x1100, 0x1161, 0x11a8, 0xac00, 0xac01, 0xd7a3, 0x1175, 0x11c2, 0x200d]);
  const cases = [];
  for (let i = 0; i < 1200; i++) {
    const parts = Array.from({ length: 1 + next(6) }, () => next(10) === 0 ? next(0xd7ff) : interesting[next(interesting.length)]);
    cases.push([text(...parts), text(...parts).normalize("NFKC")]);
  }
  const escape = s => s.replace(/[^\x20-\x7e]|[\\"]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  writeFileSync(process.argv[3], `{\n  "unicode": "${process.versions.unicode}",\n  "everyCodePoint": "${hash.digest("hex")}",\n  "cases": [\n`
    + cases.map(([a, b]) => `    ["${escape(a)}", "${escape(b)}"]`).join(",\n") + "\n  ]\n}\n");
}
