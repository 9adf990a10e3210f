import { describe, expect, it } from 'vitest';
import { overrideWords } from '../../../../shared/domain/tiers/overrides/override-words.ts';
import { rejection, taken } from './clean-upload.ts';

const HEADER = 'customer_id,kind,tier,reason,author,expires_on';
const key = 'inbox/overrides/partners.csv';
const file = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;

describe('a file of overrides', () => {
  it('has the decision, reason, author and last day for each customer, as of the time of the upload', async () => {
    const { rows, types, report } = await taken(
      file('c1,pin,gold,long-standing partner,Li Na,2026-12-31', 'c2,floor,silver,service failure,li.na@shop.cn,'),
      { key },
    );

    expect(report).toMatchObject({ dataset: 'overrides', kept: 2, quality: { first_on: '2026-08-01', future: 0 } });
    expect(report.newest_order_on).toBeUndefined();
    expect(types).toMatchObject({ expires_on: 'DATE', set_at: 'TIMESTAMP', row_number: 'BIGINT' });
    const came = { kind: 'override', set_at: '2026-08-01 09:00:00' };
    expect(rows).toMatchObject([
      {
        ...{ customer_id: 'c1', override: 'pin', tier: 'gold', reason: 'long-standing partner', author: 'Li Na' },
        ...{ expires_on: '2026-12-31', row_number: '1', ...came },
      },
      {
        ...{ customer_id: 'c2', override: 'floor', tier: 'silver', reason: 'service failure', author: 'li.na' },
        ...{ expires_on: null, row_number: '2', ...came },
      },
    ]);
  });

  it.each(Object.entries(overrideWords))('can express %s by any of %j', async (kind, words) => {
    const { rows } = await taken(
      file(...words.map((word, index) => `c${index}, ${word.toUpperCase()} ,VIP,why,who,`)),
      {
        key,
      },
    );

    expect(rows.map(({ override }) => override)).toEqual(words.map(() => kind));
  });

  it('can name a tier by its name or either label', async () => {
    const words = ['gold', 'Gold', '金卡', ' GOLD '];
    const { rows } = await taken(file(...words.map((tier, index) => `c${index},pin,${tier},why,who,`)), { key });

    expect(rows.map(({ tier }) => tier)).toEqual(words.map(() => 'gold'));
  });

  it('has no end without a last day', async () => {
    const days = ['', 'never', '永久', '9999-12-31', '2026-09-30'];
    const { rows } = await taken(file(...days.map((day, index) => `c${index},pin,gold,why,who,${day}`)), { key });

    expect(rows.map(({ expires_on }) => expires_on)).toEqual([null, null, null, null, '2026-09-30']);
  });

  it('can end an earlier override without further fields', async () => {
    const { rows } = await taken(file('c1,none,,,,'), { key });

    expect(rows).toMatchObject([{ customer_id: 'c1', override: 'none', tier: null, kind: 'override' }]);
  });

  it.each([
    { line: ',pin,gold,why,who,', reason: 'missing_customer_id', column: 'customer_id' },
    { line: 'c1,,gold,why,who,', reason: 'missing_kind', column: 'kind' },
    { line: 'c1,raise,gold,why,who,', reason: 'bad_kind', column: 'kind' },
    { line: 'c1,pin,,why,who,', reason: 'missing_tier', column: 'tier' },
    { line: 'c1,pin,platinum,why,who,', reason: 'bad_tier', column: 'tier' },
    { line: 'c1,pin,gold,-,who,', reason: 'missing_reason', column: 'reason' },
    { line: 'c1,pin,gold,why,,', reason: 'missing_author', column: 'author' },
    { line: 'c1,pin,gold,why,who,soon', reason: 'bad_date', column: 'expires_on' },
  ])('rejects "$line" as $reason', async ({ line, reason, column }) => {
    const { report, refused, rows } = await taken(file(line, 'c2,pin,gold,why,who,2026-12-31'), { key });

    expect(rows).toMatchObject([{ customer_id: 'c2' }]);
    expect(report.reasons).toEqual({ [reason]: 1 });
    expect(refused).toMatchObject([{ strata_row: '1', strata_reason: reason, strata_column: column }]);
  });

  it('keeps entire sentences as reasons, with personal identifiers masked', async () => {
    const reasons = [
      'Asked for it, call 138 0013 8000',
      'See the mail of wang@example.com',
      'Wrote three times about it',
    ];
    const lines = reasons.flatMap((reason, index) => [
      `c${index},pin,gold,"${reason} number ${index}",who,`,
      `d${index},floor,gold,"${reason} of late",boss@shop.cn,`,
    ]);
    const { rows, report } = await taken(file(...lines, 'x,pin,gold,call wang@example.com,,'), { key });

    expect(report).toMatchObject({ kept: 6, columns: { reason: 'reason', author: 'author' } });
    const written = JSON.stringify(rows);
    expect(written).toContain('Asked for it, call [telephone] number 0');
    expect(written).toContain('See the mail of [e-mail] of late');
    expect(written).not.toMatch(/@|138 0013/);
  });

  it('is rejected if it lacks a column, with the line to add to the policy', async () => {
    const { report } = await rejection('customer_id,kind,tier,reason\nc1,pin,gold,why\n', { key });

    expect(report).toMatchObject({ error: 'MissingColumnsError' });
    expect(report.message).toContain('{"columns":{"overrides":{"author":"<header of author>"}}}');
  });

  it.each([
    file('c1,pin,gold,why,who,', 'c2,none,,,,'),
    '客户编号,类型,等级,原因,操作人,到期日\nc1,锁定,金卡,合作伙伴,李娜,2026-12-31\nc2,下限,银卡,投诉补偿,李娜,\nc3,取消,,,,\n',
    'Member No;Override;Level;Comment;Approved by;Valid until\nc1;at least;Gold;A partner of ours;Ann;31/12/2026\n',
  ])('is recognised by its columns and words, in English and Chinese, in any folder', async (content) => {
    const { report, rows } = await taken(content);

    expect(report.dataset).toBe('overrides');
    expect(rows[0]).toMatchObject({ customer_id: 'c1', tier: 'gold' });
  });

  it.each(['批发', '无'])('is not confused with customers that have a type (%s) and a level', async (type) => {
    const { report } = await taken(
      `客户编号,类型,等级,原因,操作人\nc1,${type},金卡,展会,李娜\nc2,${type},银卡,网站,李娜\n`,
    );

    expect(report.dataset).toBe('customers');
  });
});
