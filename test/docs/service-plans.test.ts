import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tierFiguresSchema } from '../../shared/domain/tiers/service/cost-benefit.ts';
import { servicePlanSchema } from '../../shared/domain/tiers/service/service-plan.ts';

const page = readFileSync(new URL('../../docs/service-plans.md', import.meta.url), 'utf8');
const described = page
  .split('\n')
  .filter((row) => row.startsWith('| `'))
  .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));

it.each([
  ['figure of the cost-benefit table', Object.keys(tierFiguresSchema.shape)],
  ['field of a service plan', Object.keys(servicePlanSchema.shape)],
])('docs/service-plans.md describes every %s', (_, names) => {
  expect(names.filter((name) => !described.includes(name))).toEqual([]);
});
