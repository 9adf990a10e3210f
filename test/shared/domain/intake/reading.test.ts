import { describe, expect, it } from 'vitest';
import { readingSchema } from '../../../../shared/domain/intake/reading.ts';

const problems = (value: unknown) =>
  readingSchema
    .safeParse(value)
    .error?.issues.map(({ message }) => message)
    .join('; ');

it.each([{}, { encoding: 'GBK' }, { delimiter: '\t' }, { sheet: '订单' }, { header: false, columns: ['customer_id'] }])(
  'accepts %j',
  (value) => {
    expect(readingSchema.parse(value)).toEqual(value);
  },
);

describe('rejects', () => {
  it.each([
    { value: { encoding: 'klingon' }, problem: 'must be an encoding' },
    { value: { delimiter: '"' }, problem: 'must be a single character' },
    { value: { delimiter: ',,' }, problem: 'must be a single character' },
    { value: { delimiter: 'a' }, problem: 'must be a single character' },
    { value: { header: false }, problem: 'are required for files without a header' },
    { value: { columns: [] }, problem: 'expected array to have >=1 items' },
    { value: { sheets: 'x' }, problem: 'Unrecognized key' },
  ])('$value', ({ value, problem }) => {
    expect(problems(value)).toContain(problem);
  });
});
