import { parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';
import { runMain } from './operations/main-program.ts';
import { splitFile } from './operations/split-file.ts';

const usage = `Usage: npm run split -- FILE --to DIR [--megabytes N] [--by COLUMN]

Splits an export that is too large for one upload into CSV files, with all lines of an order in the same file.

  --to DIR         a new directory
  --megabytes N    size of a file, up to 4000 (default: 2000)
  --by COLUMN      what must stay together instead of an order
`;
const MAX_MEGABYTES = 4000;

await runMain(async () => {
  const { file, to, megabytes, by } = readArguments();
  const files = await splitFile(file, to, megabytes * 1e6, by);
  return files.join('\n');
});

function readArguments() {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { to: text, megabytes: { ...text, default: '2000' }, by: text },
    });
    const [file] = positionals;
    const megabytes = Number(values.megabytes);
    if (file === undefined || positionals.length > 1) throw new Error('Expected one file');
    if (!values.to) throw new Error('--to is missing');
    if (!(megabytes > 0 && megabytes <= MAX_MEGABYTES)) throw new Error('Expected --megabytes from above 0 to 4000');
    return { file, to: values.to, megabytes, by: values.by };
  } catch (cause) {
    throw new CommandError(`${(cause as Error).message}\n\n${usage}`, { cause });
  }
}
