import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';

const examples = ['segmentation', 'service-plans'].flatMap((name) => {
  const page = readFileSync(new URL(`../../../../docs/${name}.md`, import.meta.url), 'utf8');
  return [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => ({ name, example: JSON.parse(json) }));
});

it('finds examples', () => expect(examples.length).toBeGreaterThan(1));

it.each(examples)('accepts the policy $example of docs/$name.md as it is written', ({ example }) => {
  expect(parsePolicy(example)).toMatchObject(example);
});
