import { normaliseHeader } from './headers.ts';

const yes = ['true', 'yes', 'y', 't', '是', '真'];
const no = ['false', 'no', 'n', 'f', '0', '否'];
const names = ['test', 'testing', 'test mode', 'test_mode', 'sandbox', '测试', '測試'];

/**
 * Returns the values, in lower case, by which a column marks tests of the shop.
 * @param header of the column, such as `Mode`, `livemode` or `is_test`; undefined without one
 */
export function testWords(header: string | undefined): string[] {
  if (header === undefined) return [];
  const name = normaliseHeader(header);
  if (/live/.test(name)) return [...no, ...names];
  // A column `test` or `mode` may hold the groups of an experiment, 0 and 1.
  if (/^(test|测试)$/.test(name)) return [...yes, ...names];
  return /test|测试|sandbox/.test(name) ? [...yes, '1', ...names] : names;
}
