import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../../local/platform/database.ts';
import { openObjects } from '../../../local/platform/objects.ts';
import { objectAt } from './object-versions.ts';

// Changes objects until it is killed, and prints each version that it has written. Arguments: data directory, first version,
// keys. Each key has a writer of its own, so that they are at different steps when the end comes.
const [root = '', first = '', ...keys] = process.argv.slice(2);
const scratch = join(root, 'tmp');
const bucket = openObjects({ directory: join(root, 'objects'), scratch }, openDatabase(join(root, 'strata.db')));
const objects = bucket('lake');

async function writeVersions(key: string): Promise<void> {
  for (let version = Number(first); ; version++) {
    const content = objectAt(key, version);
    const file = join(scratch, randomUUID());
    if (content === undefined) await objects.remove([key]);
    else {
      writeFileSync(file, content);
      if (version % 2) await objects.upload(file, key, 'text/plain');
      else await objects.store(file, key, 'text/plain');
    }
    process.stdout.write(`${JSON.stringify({ key, version })}\n`);
  }
}

await Promise.all(keys.map(writeVersions));
