import { expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';

it.each([
  [{ clv: {} }, 'lifetimeValue'],
  [{ LTV: {} }, 'lifetimeValue'],
  [{ timezone: 'UTC' }, 'timeZone'],
  [{ time_zone: 'UTC' }, 'timeZone'],
  [{ dayfirst: true }, 'dayFirst'],
  [{ gaet: {} }, 'gate'],
  [{ currency: { rate: { USD: 7 } } }, 'rates'],
  [{ columns: { order: {} } }, 'orders'],
  [{ scale: [1, 5] }, 'feedback.scale'],
])('suggests the key that %j means', (policy, key) => {
  expect(() => parsePolicy(policy)).toThrow(`did you mean ${key}?`);
});

it('suggests nothing for a key that resembles none', () => {
  expect(() => parsePolicy({ xyzzy: 1 })).toThrow('Unrecognized key: "xyzzy"');
  expect(() => parsePolicy({ xyzzy: 1 })).not.toThrow('did you mean');
});
