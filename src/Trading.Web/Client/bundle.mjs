// Bundles the pages' script and style into wwwroot/dist: names carry a digest of their content, so browsers may keep
// them for ever; the manifest gives each its Subresource Integrity value. It is written last: it is what the build
// compares its inputs with.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const out = 'wwwroot/dist';
const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const result = await build({
  entryPoints: [
    'Client/site.css', 'Client/site.ts', 'Client/watch.ts',
    ...['login', 'register', 'keys-worker', 'tasks', 'sealing', 'seal-worker', 'releasing', 'withdraw'].map((page) => `Client/pages/${page}.ts`),
  ],
  // One folder, whatever folder a source stands in: addresses are flat.
  entryNames: '[name]',
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  format: 'esm',
  target: ['es2022'],
  legalComments: 'eof',
  logLevel: 'warning',
});

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const manifest = {};
const pictures = await Promise.all(
  ['Client/icons.svg', 'Client/mark.svg'].map(async (path) => ({ path, contents: await readFile(path) })),
);

for (const file of [...result.outputFiles, ...pictures]) {
  const extension = extname(file.path);
  const name = basename(file.path, extension);
  const digest = createHash('sha384').update(file.contents).digest();
  const fingerprinted = `${name}-${digest.toString('hex').slice(0, 12)}${extension}`;
  const compressed = brotliCompressSync(file.contents, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: file.contents.length },
  });

  await writeFile(join(out, fingerprinted), file.contents);
  await writeFile(join(out, `${fingerprinted}.br`), compressed);
  manifest[`${name}${extension}`] = {
    file: fingerprinted,
    type: types[extension],
    integrity: `sha384-${digest.toString('base64')}`,
  };
}

await writeFile(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
