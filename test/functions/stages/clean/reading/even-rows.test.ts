import { describe, expect, it } from 'vitest';
import { rowEvener } from '../../../../../functions/stages/clean/reading/even-rows.ts';

const rows = (csv: string) => csv.split('\n').map((line) => line.trim().split(','));
/** Rows in the width of the table; undefined for those that stay malformed. */
const evened = (csv: string, width: number) => {
  const all = rows(csv);
  const even = rowEvener(all, width);
  return all.map((row) => (row.length === width ? row : even?.(row))).map((row) => row?.join(','));
};

describe('rows', () => {
  it('of the width of the table are left alone', () => {
    expect(rowEvener(rows('c1,2024-05-01,5\nc2,2024-05-01,5'), 3)).toBeUndefined();
  });

  it('get the trailing cells that they lack', () => {
    expect(evened('c1,2024-05-01,5,x\nc2,2024-05-02,6', 4)).toEqual(['c1,2024-05-01,5,x', 'c2,2024-05-02,6,']);
  });

  it('lose trailing empty cells beyond the header', () => {
    expect(evened('c1,2024-05-01,5,\nc2,2024-05-02,6,,', 3)).toEqual(['c1,2024-05-01,5', 'c2,2024-05-02,6']);
  });

  it('may lack most cells if many do', () => {
    const day = '2024-05-01';
    const short = [`c2,${day}`, `c3,${day}`, `c4,${day}`];
    const whole = `c1,${day},a,b,c,d`;
    expect(evened([whole, ...short].join('\n'), 6).slice(1)).toEqual(short.map((row) => `${row},,,,`));
    expect(evened(`${whole}\nc2,${day},x,y`, 6).at(-1)).toBeUndefined();
    const full = Array.from({ length: 20 }, () => `c1,${day},,,,`).join('\n');
    expect(evened(`${full}\nc2,${day}`, 6).at(-1)).toBeUndefined();
  });

  it('stay malformed without a date or two numbers in their place, since words may stand in any column', () => {
    const whole = Array.from({ length: 9 }, (_, index) => `c${index},Anna,2024-05-01,5,red,x`);
    const short = ['c7,Berta,red', 'c8,Carla,red', 'c9,Dora,red'];
    expect(evened([...whole, ...short].join('\n'), 6).slice(-3)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    { what: 'a filled cell more than the header', row: 'c1,2024-05-01,690123456789,1,5,x,y' },
    { what: 'no customer in front of the date', row: '2024-05-01,690123456789,1,5' },
    { what: 'no date', row: 'c1,690123456789,1,5' },
    { what: 'no bar code', row: 'c1,2024-05-01,1,5' },
    { what: 'a bar code among the quantities', row: 'c1,2024-05-01,690123456789,690123456780,5' },
    { what: 'a comma in the name before', row: 'c1,2024-05-01,oak,690123456780,1' },
    { what: 'hardly any cell', row: 'c1,2024-05-01' },
  ])('stay malformed that have $what', ({ row }) => {
    const usual = Array.from({ length: 9 }, (_, index) => `c${index},2024-05-0${index + 1},69012345678${index},1,5,`);
    expect(evened([...usual, 'c7,2024-05-03,690123456780,2,7', row].join('\n'), 6).slice(-2)).toEqual([
      'c7,2024-05-03,690123456780,2,7,',
      undefined,
    ]);
  });

  it('may be totals, whatever their columns have otherwise', () => {
    expect(evened('c1,2024-05-01,5,x\nc2,2024-05-02,6,y\nTotal,,11', 4).at(-1)).toBe('Total,,11,');
  });
});
