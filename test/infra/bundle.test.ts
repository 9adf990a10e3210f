import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBundling } from '../../infra/constructs/code-bundling.ts';
import { bundle } from '../bench/api/bundle.ts';

const root = join(import.meta.dirname, '../..');
const handlers = globSync('functions/*/*/handler.ts', { cwd: root });

/** The interpreter of the workflow has a client of its own, for Lambda, which nothing uses. */
const sdkClient = /@aws-sdk\/client-(?!lambda)/;

/** The files that a bundle of entry points has code from, relative to the project. */
async function filesIn(entryPoints: string[], options: BuildOptions = {}): Promise<string[]> {
  const { metafile } = await build({
    entryPoints,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out',
    platform: 'node',
    format: 'esm',
    mainFields: codeBundling.mainFields,
    loader: { '.sql': 'text' },
    external: [...codeBundling.externalModules, '@duckdb/*'],
    logLevel: 'error',
    ...options,
  });
  const used = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.entries(inputs));
  return used.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
}

describe('the bundles for Lambda', () => {
  it('have no code of the embedded platform', async () => {
    const files = await filesIn(handlers);

    expect(files).toContain('shared/adapters/aws/object-store.ts');
    expect(files.filter((file) => file.startsWith('local/'))).toEqual([]);
  });
});

describe('the program for one machine', () => {
  it('has neither our adapters for AWS nor the SDK clients that they use', async () => {
    const files = await filesIn(['local/main.ts', ...handlers], { conditions: ['embedded'] });

    expect(files).toContain('local/platform/objects.ts');
    expect(files.filter((file) => file.startsWith('shared/adapters/aws/') || sdkClient.test(file))).toEqual([]);
  });
});

describe('the query function', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'strata-bundle-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const bundleOf = async (name: string) => {
    const file = join(directory, `${name.replace('/', '-')}.mjs`);
    const bytes = await bundle(join(root, `functions/${name}/handler.ts`), file);
    return { bytes, text: await readFile(file, 'utf8') };
  };

  it('is small: everything it imports uses `import * as z`, so that zod can be tree-shaken', async () => {
    expect((await bundleOf('api/query')).bytes).toBeLessThan(500_000);
  });

  it('does not include the policy schema, which a stage does', async () => {
    expect((await bundleOf('api/query')).text).not.toContain('protectNewDays');
    expect((await bundleOf('stages/open-run')).text).toContain('protectNewDays');
  });
});
