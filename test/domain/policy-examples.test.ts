import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePolicy } from '../../shared/domain/policy.ts';

const page = readFileSync(new URL('../../docs/segmentation.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => ({ example: JSON.parse(json) }));

it('finds examples', () => expect(examples.length).toBeGreaterThan(1));

it.each(examples)('accepts the policy $example of docs/segmentation.md', ({ example }) => {
  expect(() => parsePolicy(example)).not.toThrow();
});
