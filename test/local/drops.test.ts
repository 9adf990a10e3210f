import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, projectRoot, result } from './command-line.ts';
import { writeOrders } from './exports.ts';
import { folderForTests } from './folder-for-tests.ts';

const at = folderForTests('drops');

beforeAll(async () => {
  await writeOrders(at('orders.csv'));
});

const HEADER = 'order_id,customer_id,order_date,amount';

describe('files with any names', () => {
  const names = [
    'tea & cups.csv',
    "O'Brien.csv",
    'say "cheese".csv',
    '100%.csv',
    '%41.csv',
    'a+b c.csv',
    '订单 2026.csv',
    '🧾 🛍️.csv',
    '-dash.csv',
    'semi;colon,comma.csv',
    'back\\slash.csv',
    '$(touch x) `y`.csv',
    '[glob]*?{a}.csv',
    'new\nline.csv',
    `${'n'.repeat(251)}.csv`,
    `${'界'.repeat(83)}.csv`,
    'é.csv',
    'e\u0301.csv',
  ].map((name) => Buffer.from(name));
  const notUtf8 = ['caf\xe9.csv', '\xff\xfe.csv'].map((name) => Buffer.from(name, 'latin1'));
  const all = [...names, ...notUtf8];

  it('are taken in together, and known again', async () => {
    await mkdir(at('names'));
    for (const [index, name] of all.entries()) {
      const lines = Array.from(
        { length: 3 },
        (_, order) => `${index}-${order},c${index},2026-06-${10 + order},${10 + index}`,
      );
      writeFileSync(Buffer.concat([Buffer.from(`${at('names')}/`), name]), `${[HEADER, ...lines].join('\n')}\n`);
    }
    expect(readdirSync(at('names'))).toHaveLength(all.length);
    const first = await result(at('names'), '--data-dir', at('named'));
    const again = await result(at('names'), '--data-dir', at('named'));

    expect(first, first.stderr).toMatchObject({ code: 0, json: { customers: all.length } });
    expect(first.json.uploads).toHaveLength(all.length);
    expect(first.json.uploads.filter(({ kept }: { kept: number }) => kept !== 3)).toEqual([]);
    expect(again).toMatchObject({ code: 0, json: { run_id: first.json.run_id } });
  });
});

describe('what can be read only once', () => {
  it.each([
    ['standard input, -', `cat "$FILE" | "$@" -`],
    ['two process substitutions', `"$@" <(head -n 100 "$FILE") <(head -n 1 "$FILE"; tail -n +101 "$FILE")`],
    ['a named pipe', `mkfifo "$FIFO"; cat "$FILE" > "$FIFO" & "$@" "$FIFO"`],
  ])('is taken in: %s', async (name, script) => {
    const dataDir = at(name.replaceAll(/\W+/g, '-'));
    const [program = '', ...rest] = commandLine('--no-serve', '--json', '--data-dir', dataDir);
    const env = { ...process.env, FILE: at('orders.csv'), FIFO: at('fifo') };
    const child = spawn('bash', ['-c', script, 'bash', program, ...rest], { cwd: projectRoot, env });
    const texts = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
    const code = await new Promise((resolve) => child.on('close', resolve));
    const [stdout = '', stderr = ''] = (await Promise.all(texts)).map((parts) => parts.join(''));

    expect(code, stderr).toBe(0);
    const kept = JSON.parse(stdout).uploads.reduce((sum: number, upload: { kept: number }) => sum + upload.kept, 0);
    expect({ kept, customers: JSON.parse(stdout).customers }).toEqual({
      kept: await writeOrders(at('orders.csv')),
      customers: 60,
    });
  });
});
