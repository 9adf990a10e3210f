import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policyExamples } from '../../docs/policy-examples.ts';
import { fieldsOf, policyAsJsonSchema, policyPage } from '../../docs/policy-page.ts';
import { parsePolicy } from '../../shared/domain/policy/policy.ts';
import { tierMethods } from '../../shared/domain/tiers/ranking/tier-policy.ts';

const schema = policyAsJsonSchema();
const fields = [schema, ...Object.values(schema.$defs ?? {})].flatMap((part) => fieldsOf(part));

describe('docs/policy.md', () => {
  it('is generated from the schema by `npm run docs:policy`', () => {
    expect(readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')).toBe(policyPage());
  });

  it('describes every field', () => {
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter((field) => !field.schema.description).map(({ path }) => path)).toEqual([]);
  });

  it('shows type, limits, default and description of a field', () => {
    const field = { type: 'integer', minimum: 3, maximum: 9, default: 4, description: 'How many' };
    const page = policyPage({ properties: { section: { type: 'object', properties: { field } } } });

    expect(page).toContain('| `field` | whole number from 3 to 9 | `4` | How many |');
  });

  it.each(policyExamples)('shows a valid policy: $what', ({ policy }) => {
    const { tiers, ...others } = policy;
    // A preset stands for its tiers.
    expect(parsePolicy(policy)).toMatchObject(typeof tiers === 'string' ? others : policy);
  });

  it.each(tierMethods)('has an example for the tier method %s', (method) => {
    const methods = policyExamples.map(({ policy }) => parsePolicy(policy).tierMethod.by);

    expect(methods).toContain(method);
  });
});
