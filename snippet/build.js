// Builds dist/ from src/ and prints what each file weighs on the wire.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));

/** The server replaces this token, which stands once at the very end of s.js, by a JSON object of settings. */
export const SETTINGS_TOKEN = '/*fp:settings*/{}';

const bundle = async (entry, options) => {
  const { outputFiles: [file] } = await build({
    entryPoints: [join(here, 'src', entry)],
    bundle: true, minify: true, write: false, charset: 'utf8', legalComments: 'none', target: 'es2020',
    define: { FP_VERSION: JSON.stringify(version), FP_BAKED: 'FP_SETTINGS' },
    ...options
  });
  return file.text;
};

/** The built files by name, in memory. */
export const buildAll = async () => {
  const core = await bundle('iife.js', { format: 'iife' });
  return {
    's.js': `(function(FP_SETTINGS){${core.trim()}})(${SETTINGS_TOKEN});\n`,
    'firstparty.mjs': await bundle('index.js', { format: 'esm' }),
    'stub.js': await bundle('stub.js', { format: 'iife', target: 'es5' }),
    'compat-segment.js': await bundle('compat-segment.js', { format: 'iife' })
  };
};

/** Bytes on the wire at the best brotli setting: what a static file server sends. */
export const brotliBytes = text => brotliCompressSync(Buffer.from(text), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) }
}).length;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(here, 'dist'), { recursive: true });
  for (const [name, text] of Object.entries(await buildAll())) {
    await writeFile(join(here, 'dist', name), text);
    console.log(`${name.padEnd(20)} ${String(Buffer.byteLength(text)).padStart(6)} B  ${String(brotliBytes(text)).padStart(5)} B brotli`);
  }
}
