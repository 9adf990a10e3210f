import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackPolicies, type Template } from './read-stack-policies.ts';

/** The permission to perform one action on the resources of one pattern, perhaps only under one condition. */
export interface Permission {
  action: string;
  /** ARN, with `*` for any text. */
  resource: string;
  condition?: { operator: string; key: string; pattern: string };
}

export interface FunctionPolicies {
  permissions: Permission[];
  /** What the function's environment names, as ARNs by variable: `LAKE`, `TABLE` … */
  resources: Record<string, string>;
}

export interface StackPolicies {
  /** By folder of the code, such as `stages/publish`. */
  functions: Record<string, FunctionPolicies>;
  /** The policy of each bucket, by the bucket's ARN. */
  buckets: Record<string, object>;
}

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/strata');

let policies: Promise<StackPolicies> | undefined;

/** The policies of the synthesised template. Since synthesis takes seconds, they are cached until the sources change. */
export function stackPolicies(): Promise<StackPolicies> {
  policies ??= cachedPolicies();
  return policies;
}

async function cachedPolicies(): Promise<StackPolicies> {
  const file = join(cache, `policies-${sourcesHash()}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const { synthesise } = await import('../infra/synthesis.ts');
    const read = readStackPolicies(synthesise().toJSON() as Template);
    mkdirSync(cache, { recursive: true });
    const written = `${file}.${process.pid}`;
    writeFileSync(written, JSON.stringify(read));
    renameSync(written, file);
    return read;
  }
}

/** What the template, and what is read of it, depends on. */
const sources = [
  'package-lock.json',
  'infra',
  'shared',
  'test/infra/synthesis.ts',
  'test/permissions/read-stack-policies.ts',
];

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesBelow)) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
