import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../../shared/domain/json/strict-json.ts';

describe('parseStrictJson', () => {
  it('parses what JSON.parse parses', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a": 1, "a": 2}', 'a occurs twice'],
    ['{"tiers": [{"name": "VIP"}, {"name": "x", "share": [1, {}], "na\\u006de": "y"}]}', 'tiers.1.name occurs twice'],
    ['{"a": {"b": {}, "b": "}"}}', 'a.b occurs twice'],
    ['{"a\\"": 1, "b": ["a", "a"], "a\\"": 2}', 'a" occurs twice'],
  ])('refuses %s', (text, message) => {
    expect(() => parseStrictJson(text)).toThrow(message);
  });

  it.each(['[{"a": 1}, {"a": 1}]', '{"a": {"a": "a"}, "b": "a"}', '{"a": "{\\"b\\":1,\\"b\\":2}"}', '"a"', ' null '])(
    'accepts %s',
    (text) => {
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    },
  );

  it.each([
    ['arrays', `{"tiers": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['objects', `${'{"tiers":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('refuses 10,000 levels of %s in one sentence', (_, text) => {
    expect(() => parseStrictJson(text)).toThrow(/^tiers has more than 64 levels$/);
  });

  it('leaves syntax errors to JSON.parse', () => {
    expect(() => parseStrictJson('{"a": 1,}')).toThrow(SyntaxError);
  });
});
