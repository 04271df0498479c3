// Builds dist/ from src/ and prints what each file weighs on the wire.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';

const here = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));

/** The server replaces this token, which stands once at the very end of s.js, by a JSON object of settings. */
export const SETTINGS_TOKEN = '/*fp:settings*/{}';

/** Properties that never leave the bundle: the queue's bookkeeping. */
const INTERNAL = /^(sent|weight|content)$/;

/** esbuild joins the modules; terser, which inlines more, makes them small. */
const bundle = async (entry, ecma = 2022) => {
  const { outputFiles: [file] } = await build({
    entryPoints: [join(here, 'src', entry)],
    bundle: true, minifySyntax: true, write: false, format: 'esm', charset: 'utf8', legalComments: 'none',
    target: ecma == 5 ? 'es5' : 'es' + ecma, mangleProps: INTERNAL,
    define: { FP_VERSION: JSON.stringify(version), FP_BAKED: 'FP' }
  });
  const { code } = await minify(file.text, {
    ecma, module: ecma > 5, toplevel: true,
    compress: { ecma, passes: 8, unsafe_arrows: ecma > 5, unsafe_methods: ecma > 5, pure_getters: true, inline: 3 },
    mangle: { toplevel: true, reserved: ['FP'] }
  });
  return code;
};

/** The built files by name, in memory. */
export const buildAll = async () => ({
  's.js': `(FP=>{${await bundle('iife.js')}})(${SETTINGS_TOKEN});\n`,
  'firstparty.mjs': await bundle('index.js') + '\n',
  'consent-gcm.js': await bundle('consent-gcm.js') + '\n',
  'consent-tcf.js': await bundle('consent-tcf.js') + '\n',
  'stub.js': await bundle('stub.js', 5) + '\n',
  'compat-segment.js': `(()=>{${await bundle('compat-segment.js')}})();\n`
});

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
