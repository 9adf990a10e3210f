// Usage: npm run digests -- [--checkout DIR] [--out FILE] [--keep DIR] [--scenario NAME]… [--as-of DATE] [export …]
//
// Digests of everything that leaves the program, to prove that a change leaves it as it is: files, quality figures, API
// answers, events and what the terminal shows. Drives a checkout, this one by default, as its users do: by its command
// line and over HTTP.
//
//   npm run digests -- --out after.txt --keep after              the sample, a simulated shop, hashed ids
//   npm run digests -- --checkout ../before --out before.txt --keep before
//   diff before.txt after.txt; diff -r before after
//   npm run digests -- --out shop.txt --scenario shop
//   npm run digests -- --out cdnow.txt --as-of 1997-09-30 cdnow.csv.gz
//
// What differs between two starts of one program (ids of runs, times, tokens, ports, temporary paths) is replaced by names.
// Texts for people are artefacts of their own: "… words", "…/terminal"; so is what a run used: "… usage".
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digestLines, keepArtefacts } from './artefacts.ts';
import { exports, personal, type Scenario, sample, shop } from './scenarios.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string', default: join(import.meta.dirname, '../..') },
    out: { type: 'string' },
    keep: { type: 'string' },
    scenario: { type: 'string', multiple: true },
    'as-of': { type: 'string' },
  },
});

const known: Record<string, Scenario> = { sample, shop, personal };
const chosen =
  positionals.length > 0
    ? {
        exports: exports(
          positionals.map((file) => resolve(file)),
          values['as-of'],
        ),
      }
    : known;

const unknown = values.scenario?.find((name) => !(name in chosen));
if (unknown !== undefined) throw new Error(`Expected one of ${Object.keys(chosen).join(', ')}, not ${unknown}`);

const texts = new Map<string, string>();
for (const [name, scenario] of Object.entries(chosen)) {
  if (values.scenario && !values.scenario.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  const directory = await mkdtemp(join(tmpdir(), 'strata-digests-'));
  try {
    for (const [artefact, text] of await scenario(resolve(values.checkout), directory)) texts.set(artefact, text);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

if (values.keep !== undefined) await keepArtefacts(resolve(values.keep), texts);
if (values.out === undefined) process.stdout.write(digestLines(texts));
else {
  await mkdir(dirname(resolve(values.out)), { recursive: true });
  await writeFile(resolve(values.out), digestLines(texts));
}
