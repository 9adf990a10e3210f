import { expect, it } from 'vitest';
import { failureReason } from '../../../../functions/stages/fail-run/reason.ts';

const cause = (type: string, message: string) =>
  JSON.stringify({
    errorType: type,
    errorMessage: message,
    trace: [`${type}: ${message}`, '    at run (/var/task/index.js:1:1)'],
  });

it('extracts name and message of an error reported by Lambda', () => {
  const caught = { Error: 'NoOrdersError', Cause: cause('NoOrdersError', 'No customer has a purchase') };

  expect(failureReason(caught)).toEqual({ error: 'NoOrdersError', message: 'No customer has a purchase' });
});

it('keeps quotes and line ends of a message', () => {
  const message = 'The policy is invalid:\n✖ expected "VIP", or nothing';

  expect(failureReason({ Error: 'PolicyError', Cause: cause('PolicyError', message) })).toEqual({
    error: 'PolicyError',
    message,
  });
});

it("uses a failed item's recorded reason", () => {
  const caught = { Error: 'ItemsFailed', Cause: '["done","ITEM_FAILED TypeError"]' };

  expect(failureReason(caught, [{ name: 'TypeError', message: 'x is undefined' }])).toEqual({
    error: 'TypeError',
    message: 'x is undefined',
  });
});

it('uses the first of several failed items, and counts those with other reasons', () => {
  const caught = { Error: 'ItemsFailed', Cause: '["ITEM_FAILED RangeError","done","ITEM_FAILED TypeError"]' };
  const failures = [
    { name: 'TypeError', message: 'first' },
    { name: 'RangeError', message: 'second' },
    { name: 'Error', message: 'third' },
  ];

  expect(failureReason(caught, failures)).toEqual({
    error: 'TypeError',
    message: 'first (2 others failed for other reasons)',
  });
});

it('reports a reason once that all failed items share', () => {
  const caught = { Error: 'ItemsFailed', Cause: '["ITEM_FAILED NoOrdersError","ITEM_FAILED NoOrdersError"]' };
  const failure = { name: 'NoOrdersError', message: 'There are no orders yet' };

  expect(failureReason(caught, [failure, failure])).toEqual({
    error: 'NoOrdersError',
    message: 'There are no orders yet',
  });
});

it('explains an item whose function was killed', () => {
  expect(failureReason({ Error: 'ItemsFailed', Cause: '["ITEM_FAILED Runtime.ExitError"]' })).toEqual({
    error: 'Runtime.ExitError',
    message: 'The function ended before it could report a reason, most often for lack of memory or time',
  });
});

it("keeps the state machine's own text if the cause is not JSON", () => {
  expect(failureReason({ Error: 'States.DataLimitExceeded', Cause: 'The payload is too large' })).toEqual({
    error: 'States.DataLimitExceeded',
    message: 'The payload is too large',
  });
});

it('uses the error name without a cause', () => {
  expect(failureReason({ Error: 'States.Timeout', Cause: '' })).toEqual({ error: 'States.Timeout', message: '' });
});
