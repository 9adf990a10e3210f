import { describe, expect, it } from 'vitest';
import { readingSchema } from '../../../../shared/domain/intake/reading.ts';

const problems = (value: unknown) =>
  readingSchema
    .safeParse(value)
    .error?.issues.map(({ message }) => message)
    .join('; ');

it.each([{}, { encoding: 'GBK' }, { delimiter: '\t' }, { sheet: '订单' }, { header: false, columns: ['customer_id'] }])(
  'takes %j',
  (value) => {
    expect(readingSchema.parse(value)).toEqual(value);
  },
);

describe('refuses', () => {
  it.each([
    { value: { encoding: 'klingon' }, problem: 'is no encoding' },
    { value: { delimiter: '"' }, problem: 'is no single sign' },
    { value: { delimiter: ',,' }, problem: 'is no single sign' },
    { value: { delimiter: 'a' }, problem: 'is no single sign' },
    { value: { header: false }, problem: 'are needed where there is no header' },
    { value: { columns: [] }, problem: 'expected array to have >=1 items' },
    { value: { sheets: 'x' }, problem: 'Unrecognized key' },
  ])('$value', ({ value, problem }) => {
    expect(problems(value)).toContain(problem);
  });
});
