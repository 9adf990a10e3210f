import { expect, it } from 'vitest';
import { failureReason } from '../../../../functions/stages/fail-run/reason.ts';

const cause = (type: string, message: string) =>
  JSON.stringify({
    errorType: type,
    errorMessage: message,
    trace: [`${type}: ${message}`, '    at run (/var/task/index.js:1:1)'],
  });
const item = (type: string, message: string) => ({
  status: 'ITEM_FAILED',
  failure: { Error: type, Cause: cause(type, message) },
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

it.each([
  ['escaped', JSON.stringify([{ status: 'done' }, item('TypeError', 'x is undefined')])],
  ['escaped twice', JSON.stringify(JSON.stringify([item('TypeError', 'x is undefined')]))],
  [
    'plain',
    '[{"status":"ITEM_FAILED","failure":{"Error":"TypeError","Cause":{"errorType":"TypeError","errorMessage":"x is undefined","trace":[]}}}]',
  ],
])("finds a failed map item's error with quotes %s", (_, items) => {
  expect(failureReason({ Error: 'ItemsFailed', Cause: items })).toEqual({
    error: 'TypeError',
    message: 'x is undefined',
  });
});

it('uses the first of several failed items, and counts them', () => {
  const items = [item('TypeError', 'first'), { status: 'done' }, item('RangeError', 'second'), item('Error', 'third')];

  expect(failureReason({ Error: 'ItemsFailed', Cause: JSON.stringify(items) })).toEqual({
    error: 'TypeError',
    message: 'first (3 items failed)',
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
