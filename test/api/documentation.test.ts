import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { events } from '../../shared/domain/run/events.ts';
import { problemKinds } from '../../shared/http/problem.ts';
import { publicRoutes } from '../../shared/http/public-routes.ts';
import { routes, scopes } from '../../shared/http/routes.ts';
import { schemaErrors } from './description.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const [api, integrate] = [read('api.md'), read('integrate.md')];
const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

describe('docs/api.md', () => {
  it.each(routes.map(({ method, path }) => `${method} ${path}`))('documents the route %s', (route) => {
    expect(api).toContain(`| \`${route}\``);
  });

  it('documents no route that does not exist', () => {
    const documented = [...api.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)`/gm)].map(([, route]) => route);
    const known = [...routes, ...publicRoutes].map(({ method, path }) => `${method} ${path}`);

    expect(documented.filter((route) => !known.includes(route ?? ''))).toEqual([]);
  });

  it.each(scopes)('documents the scope %s', (scope) => {
    expect(api).toContain(`| \`${scope}\` |`);
  });

  it.each(Object.entries(problemKinds))('documents the problem %s with its status', (kind, [status]) => {
    expect(api).toContain(`| \`${kind}\` | ${status} |`);
  });

  it('shows valid problem documents', () => {
    for (const block of blocks(api, 'json')) {
      expect(schemaErrors(JSON.parse(block), { $ref: '#/components/schemas/Problem' })).toEqual([]);
    }
  });
});

describe('docs/integrate.md', () => {
  it.each(Object.entries(events))('shows a valid event %s', (type, schema) => {
    const shown = blocks(integrate, 'json').map((block) => JSON.parse(block));
    const example = shown.find((event) => event['detail-type'] === type);

    expect(example?.source).toBe('strata');
    expect(schemaErrors(example.detail, { $ref: `#/components/schemas/${schema.meta()?.id}` })).toEqual([]);
  });

  it('has JavaScript without syntax errors', () => {
    for (const block of blocks(integrate, 'js'))
      expect(() => new Function(block.replace(/^export /m, ''))).not.toThrow();
  });
});
