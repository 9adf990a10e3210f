import { expect } from 'vitest';

/** An `@example` of a docstring: its expressions, each with the result that the comment after it states. */
export interface DocExample {
  name: string;
  checks: { statements: string; expression: string; expected: Expected }[];
}

type Expected = { value: string } | { error: string };

const DOCUMENTED = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:function|const) (\w+)/g;
const CHECK = /([\s\S]*?)\/\/ (?:=> (.*)|throws (\w+))/g;
/** Strings come first, so that digits inside them do not match. */
const STRING_OR_NUMBER = /'[^']*'|`[^`]*`|"[^"]*"|-?\b\d+\.(\d+)\b(?!e)/g;

/** Extracts the examples from a source text, with the exported names they belong to. */
export function docExamples(source: string): DocExample[] {
  return [...source.matchAll(DOCUMENTED)].flatMap(([, doc = '', name = '']) => {
    const [, example] = doc.replace(/^[ \t]*\* ?/gm, '').split(/^@example\b/m);
    if (example === undefined) return [];
    const [code = ''] = example.split(/^@\w/m);
    return [
      {
        name,
        checks: [...code.matchAll(CHECK)].map(([, before = '', value, error = '']) => {
          const end = before.lastIndexOf(';\n') + 1;
          return {
            statements: before.slice(0, end),
            expression: before.slice(end).trim(),
            expected: value === undefined ? { error } : { value },
          };
        }),
      },
    ];
  });
}

/**
 * Evaluates an example and compares the results: whole numbers, strings and structure exactly, other numbers to the decimals
 * that the comment states.
 * @param scope functions that the example can call, by name
 */
export function runDocExample({ name, checks }: DocExample, scope: Readonly<Record<string, unknown>>): void {
  if (checks.length === 0) throw new Error(`the example of ${name} has no expected result: it needs a "// => value"`);
  let statements = '';
  for (const check of checks) {
    statements += check.statements;
    const run = () => evaluate(check.expression, scope, statements);
    if ('error' in check.expected)
      expect(run, check.expression).toThrow(expect.objectContaining({ name: check.expected.error }));
    else expect(plain(run()), check.expression).toEqual(evaluateExpected(check.expected.value));
  }
}

/** Lists the exported functions of a module without an example. */
export function undocumented(source: string, exported: Readonly<Record<string, unknown>>): string[] {
  const documented = new Set(docExamples(source).map(({ name }) => name));
  return Object.keys(exported).filter((name) => typeof exported[name] === 'function' && !documented.has(name));
}

function evaluateExpected(value: string): unknown {
  const withTolerance = value.replace(STRING_OR_NUMBER, (literal, decimals?: string) =>
    decimals === undefined ? literal : `closeTo(${literal}, ${decimals.length})`,
  );
  return evaluate(withTolerance, { closeTo: (number: number, decimals: number) => expect.closeTo(number, decimals) });
}

/** Converts typed arrays to arrays, as comments write them. */
function plain(value: unknown): unknown {
  return value instanceof Float64Array || value instanceof Int32Array ? [...value] : value;
}

function evaluate(expression: string, scope: Readonly<Record<string, unknown>>, statements = ''): unknown {
  return new Function(...Object.keys(scope), `'use strict'; ${statements} return (${expression});`)(
    ...Object.values(scope),
  );
}
