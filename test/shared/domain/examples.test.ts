import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { docExamples, runDocExample, undocumented } from './doc-examples.ts';

const domain = new URL('../../../shared/domain/', import.meta.url);
/** Folders in which every exported function must have an example. */
const COVERED = [
  '{classification,collections,drift,lifetime-value,rfm,statistics}/*.ts',
  'clusters/**/*.ts',
  'tiers/ranking/value-score.ts',
];

const modules = await Promise.all(
  globSync(COVERED, { cwd: domain })
    .sort()
    .map(async (file) => ({
      file,
      source: readFileSync(new URL(file, domain), 'utf8'),
      exported: (await import(new URL(file, domain).href)) as Record<string, unknown>,
    })),
);
const scope: Record<string, unknown> = Object.assign({}, ...modules.map(({ exported }) => exported));

describe.each(modules)('$file', ({ source, exported }) => {
  it('has an example for every exported function', () => {
    expect(undocumented(source, exported)).toEqual([]);
  });

  const examples = docExamples(source);
  if (examples.length > 0) {
    it.each(examples)('$name behaves as in its example', (example) => {
      runDocExample(example, { ...scope, ...exported });
    });
  }
});

describe('runDocExample', () => {
  const half = (value: number) => value / 2;
  const source = (comment: string) => `/**
 * Half of a value.
 * @example
 * const value = 0.56;
 * half(value) // ${comment}
 * @see nothing
 */
export function half(value: number) {}`;
  const run = (comment: string) => () => {
    for (const example of docExamples(source(comment))) runDocExample(example, { half });
  };

  it('accepts a value that agrees to the stated decimals', () => {
    for (const comment of ['=> 0.28', '=> 0.280', '=> 0.3']) expect(run(comment)).not.toThrow();
  });

  it('fails on a different value or structure, a missing error and an unknown name', () => {
    for (const comment of ['=> 0.29', '=> 0.281', '=> 1', '=> [0.28]', "=> '0.28'", 'throws RangeError', '=> nothing'])
      expect(run(comment)).toThrow();
  });

  it('compares structures and errors', () => {
    const two = `/**\n * @example\n * both(3) // => { half: 1.5, of: [3, 'x 3.14'] }\n * both() // throws RangeError\n */\nexport const both = 1;`;
    const both = (of?: number) => {
      if (of === undefined) throw new RangeError('no value');
      return { half: of / 2, of: [of, 'x 3.14'] };
    };
    const [example = { name: '', checks: [] }] = docExamples(two);

    expect(example.checks).toHaveLength(2);
    expect(() => runDocExample(example, { both })).not.toThrow();
  });

  it('fails on an example without an expected result', () => {
    expect(run('is a half')).toThrow('has no expected result');
  });

  it('lists the functions without an example', () => {
    const exported = { half, NAMES: ['half'], third: half };

    expect(undocumented(source('=> 0.28'), exported)).toEqual(['third']);
    expect(undocumented('/** Half of a value. */\nexport function half() {}', { half })).toEqual(['half']);
  });
});
