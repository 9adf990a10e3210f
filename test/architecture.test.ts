import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = ['functions', 'shared', 'infra', 'local'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file)),
);
/** File → the project's files that it imports, types included. */
const imports = new Map(source.map((file) => [file, importsIn(file)]));

function importsIn(file: string): string[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.ts)'/g);
  return [...found].map(([, path = '']) => normalize(join(dirname(file), path)));
}

/** From the bottom up: a file imports from its own layer or one below. */
const layers: readonly (readonly RegExp[])[] = [
  [/^shared\/errors\.ts$/],
  [/^shared\/domain\//],
  [/^shared\/ports\//],
  [/^shared\/(config|contracts|deployment|observability)\.ts$/],
  [/^shared\/adapters\//],
  [/^shared\/(run|pipeline|report)\//],
  [/^shared\/http\//, /^shared\/stage\.ts$/],
  [/^functions\//],
  [/^infra\//, /^local\//],
];
const layerOf = (file: string) => layers.findIndex((layer) => layer.some((pattern) => pattern.test(file)));

/** Nodes that can reach themselves, each with where it leads. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const leadsBack = (start: string) => {
    const seen = new Set<string>();
    const open = [...(graph.get(start) ?? [])];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === start) return true;
      if (seen.has(node)) continue;
      seen.add(node);
      open.push(...(graph.get(node) ?? []));
    }
    return false;
  };
  return [...graph.keys()].filter(leadsBack);
}

describe('imports', () => {
  it('are found: every file but a few leaves imports another', () => {
    expect([...imports.values()].flat().length).toBeGreaterThan(source.length);
  });

  it('go one way through the layers', () => {
    const upward = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => layerOf(target) > layerOf(file)).map((target) => `${file} → ${target}`),
    );

    expect(source.filter((file) => layerOf(file) < 0)).toEqual([]);
    expect(upward).toEqual([]);
  });

  it('never lead from one stage or API function to another', () => {
    const functionOf = (file: string) => file.match(/^functions\/(?:stages|api)\/[^/]+\//)?.[0];
    const across = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => functionOf(file) && functionOf(target) && functionOf(file) !== functionOf(target))
        .map((target) => `${file} → ${target}`),
    );

    expect(across).toEqual([]);
  });

  it('of ports lead to ports and the domain only', () => {
    const beyond = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => file.startsWith('shared/ports/') && !/^shared\/(ports|domain)\//.test(target))
        .map((target) => `${file} → ${target}`),
    );

    expect(beyond).toEqual([]);
  });

  it('of drawings lead to drawings and the domain only, and never to Node, so that browsers can run them', () => {
    const drawings = [...imports].filter(([file]) => file.startsWith('shared/report/'));
    const beyond = drawings.flatMap(([file, targets]) =>
      targets.filter((target) => !/^shared\/(report|domain)\//.test(target)).map((target) => `${file} → ${target}`),
    );

    expect(drawings.length).toBeGreaterThan(10);
    expect(beyond).toEqual([]);
    expect(drawings.filter(([file]) => /from 'node:/.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it('of the AWS adapters are in those adapters only: everything else opens ports through #platform', () => {
    const aws = /^shared\/adapters\/aws\//;
    const users = [...imports].filter(([file, targets]) => !aws.test(file) && targets.some((path) => aws.test(path)));

    expect(users.map(([file]) => file)).toEqual([]);
  });

  it('of the AWS SDK are in its adapters only', () => {
    const users = source.filter((file) => /from '@aws-sdk\//.test(readFileSync(join(root, file), 'utf8')));

    expect(users.filter((file) => !/^shared\/adapters\/(aws|metering)\//.test(file))).toEqual([]);
  });

  it('have no circle of files', () => {
    expect(circles(imports)).toEqual([]);
  });

  it('have no circle of folders in the domain', () => {
    const folders = new Map<string, string[]>();
    for (const [file, targets] of imports) {
      if (!file.startsWith('shared/domain/')) continue;
      const others = targets.map((target) => dirname(target)).filter((folder) => folder !== dirname(file));
      folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), ...others]);
    }

    expect(circles(folders)).toEqual([]);
  });
});
