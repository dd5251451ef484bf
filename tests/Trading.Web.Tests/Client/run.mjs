// Checks the types of the client's tests, bundles them and runs them: node run.mjs [test …] or node run.mjs --only NAME.
// Everything but this script is TypeScript over the very modules that pages ship.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../../../src/Trading.Web');
const require = createRequire(join(web, 'package.json'));
const { build } = require('esbuild');

const run = (...args) => spawnSync(process.execPath, args, { cwd: here, stdio: 'inherit' }).status ?? 1;

async function bundle(files, out) {
  await build({
    entryPoints: files.map((file) => join(here, file)),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: ['node20'],
    outdir: out,
    outExtension: { '.js': '.mjs' },
    alias: { '@client': join(web, 'Client') },
    nodePaths: [join(web, 'node_modules')],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

const wanted = process.argv.slice(2);
const out = await mkdtemp(join(tmpdir(), 'client-tests-'));
try {
  if (wanted[0] === '--bundle') {
    // For the tests that speak with a process of ours: one program into the named folder.
    await bundle([wanted[1]], wanted[2]);
  } else {
    const files = (await readdir(here)).filter((file) => file.endsWith('.test.ts'))
      .filter((file) => wanted.length === 0 || wanted.includes(file));
    process.exitCode = run(require.resolve('typescript/bin/tsc'), '--noEmit', '-p', here);
    if (process.exitCode === 0) {
      await bundle(files, out);
      process.exitCode = run(
        '--enable-source-maps', '--test', '--test-reporter=tap', ...files.map((file) => join(out, file.replace(/\.ts$/, '.mjs'))));
    }
  }
} finally {
  await rm(out, { recursive: true, force: true });
}
