import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { hashedId } from '../../shared/domain/privacy/hashed-id.ts';

const page = readFileSync(new URL('../../docs/privacy.md', import.meta.url), 'utf8');
const code = (language: string) => page.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's'))?.[1] ?? '';

const key = 'Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVG';
const ids = ['00042', 'C-17850', ' Wang@Example.com ', '张伟', '　ÄRGER\u00a0', 'ΟΔΥΣΣΕΥΣ', 'İPEK', "O'Brien", '😀'];
const hashes = ids.map((id) => hashedId(Buffer.from(key), id));
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the example code for matching hashed ids returns the ids that Strata stores', () => {
  it.skipIf(!hasPython)('in Python', () => {
    const program = `${code('python')}\nimport json, sys\nkey, ids = json.load(sys.stdin)\nprint(json.dumps([hashed_id(key, id) for id in ids]))`;
    const output = execFileSync('python3', ['-c', program], { input: JSON.stringify([key, ids]) });

    expect(JSON.parse(String(output))).toEqual(hashes);
  });

  it('in Node', () => {
    const program = `${code('js')}\nconsole.log(JSON.stringify(${JSON.stringify(ids)}.map((id) => hashedId('${key}', id))))`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program]);

    expect(JSON.parse(String(output))).toEqual(hashes);
  });

  it('in SQL', async () => {
    const rows = await duckdb(100)(async (database) => {
      await database.run(code('sql'));
      return database.rows('select hashed_id($key, unnest($ids::varchar[])) as hash', z.object({ hash: z.string() }), {
        key,
        ids,
      });
    });

    expect(rows.map(({ hash }) => hash)).toEqual(hashes);
  });
});
