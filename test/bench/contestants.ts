import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measurement, measure } from './measure.ts';
import { withRevision } from './revision.ts';

/** One row of the comparison. Counts are undefined where the program does not report them. */
export interface Result {
  name: string;
  /** From the first byte read to the last customer written. */
  seconds: number;
  /** Of the processors, meanwhile: what they had to do, however busy others kept them. */
  cpuSeconds?: number | undefined;
  peakBytes: number | undefined;
  /** The part of `seconds` until the clean rows are stored. */
  cleanSeconds?: number | undefined;
  /** The part of `seconds` in which it does nothing but bring files from the object store and send them there. */
  rows?: number | undefined;
  kept?: number | undefined;
  duplicates?: number | undefined;
  quarantined?: number | undefined;
  customers?: number | undefined;
  monetaryTotal?: number | undefined;
  k?: number | undefined;
  clvTotal?: number | undefined;
}

/** One program that does the work. */
export interface Contestant {
  name: string;
  /** Why it cannot run here, or undefined when it can. */
  missing(): string | undefined;
  run(file: string, scratch: string): Promise<Result>;
}

const here = import.meta.dirname;
const python = process.env.PYTHON ?? 'python3';
/** How this project's programs are started on one machine. */
export const nodeOptions = [
  '--max-semi-space-size=8',
  '--disable-warning=ExperimentalWarning',
  '--conditions=embedded',
  '--import',
  './local/text-imports.ts',
];

/** Strata's states that are compared: those whose work the Python programs do too. */
/** The states from clean to assign-tiers; earlier revisions call `fit-model` `cluster`. */
const comparedStates = ['clean', 'build-features', 'cluster', 'fit-model', 'assign-tiers'] as const;

const strataOutput = z.looseObject({
  uploads: z.array(
    z.looseObject({ rows: z.number(), kept: z.number(), duplicates: z.number(), quarantined: z.number() }),
  ),
  customers: z.number(),
  tiers: z.array(z.looseObject({ monetary_total: z.coerce.number(), clv: z.coerce.number().optional() })),
  clusters: z.looseObject({ k: z.number() }).nullable(),
  seconds: z.looseObject({
    clean: z.number(),
    'build-features': z.number(),
    cluster: z.number().default(0),
    'fit-model': z.number().default(0),
    'assign-tiers': z.number(),
  }),
});

const pythonOutput = z.looseObject({
  seconds: z.number(),
  cpu_seconds: z.number(),
  clean_seconds: z.number(),
  rows: z.number(),
  kept: z.number(),
  duplicates: z.number(),
  quarantined: z.number(),
  customers: z.number(),
  monetary_total: z.number(),
  k: z.number(),
  clv_total: z.number(),
});

/** The least that any program could do: one pass over the file into one group-by. */
export const lowerBound: Contestant = {
  name: 'DuckDB, CSV to one group-by',
  missing: () => undefined,
  async run(file) {
    const { output, peakBytes } = await measure(process.execPath, [...nodeOptions, join(here, 'lower-bound.ts'), file]);
    const { seconds, cpu_seconds } = z.looseObject({ seconds: z.number(), cpu_seconds: z.number() }).parse(output);
    return { name: this.name, seconds, cpuSeconds: cpu_seconds, peakBytes };
  },
};

/** The whole embedded workflow, of which the states from clean to assign-tiers count. */
export const strata: Contestant = {
  name: 'Strata',
  missing: () => undefined,
  run: async (file, scratch) => ({ name: 'Strata', ...(await strataIn(join(here, '../..'), file, scratch)) }),
};

/** Another revision of Strata, for what a change has brought. */
export function strataAt(revision: string): Contestant {
  const name = `Strata at ${revision}`;
  return {
    name,
    missing: () => undefined,
    run: (file, scratch) =>
      withRevision(revision, async (directory) => ({ name, ...(await strataIn(directory, file, scratch)) })),
  };
}

async function strataIn(directory: string, file: string, scratch: string) {
  const options = ['--no-serve', '--json', '--data-dir', scratch];
  const args = [...nodeOptions, 'local/main.ts', file, ...options];
  return strataFigures(await measure(process.execPath, args, { cwd: directory }));
}

export const polars = pythonContestant('polars + scikit-learn', 'polars_pipeline.py', 'polars, scipy, sklearn');
export const pandas = pythonContestant(
  'pandas + scikit-learn',
  'pandas_pipeline.py',
  'pandas, pyarrow, scipy, sklearn',
);

function strataFigures({ output, peakBytes, told }: Measurement): Omit<Result, 'name'> {
  const { uploads, customers, tiers, clusters, seconds } = strataOutput.parse(output);
  return {
    seconds: sum(comparedStates.map((state) => seconds[state])),
    cleanSeconds: seconds.clean,
    cpuSeconds: cpuAfter(told, 'assign-tiers') - cpuAfter(told, 'open-run'),
    peakBytes,
    rows: sum(uploads.map((upload) => upload.rows)),
    kept: sum(uploads.map((upload) => upload.kept)),
    duplicates: sum(uploads.map((upload) => upload.duplicates)),
    quarantined: sum(uploads.map((upload) => upload.quarantined)),
    customers,
    monetaryTotal: sum(tiers.map((tier) => tier.monetary_total)),
    k: clusters?.k,
    clvTotal: sum(tiers.map((tier) => tier.clv ?? 0)),
  };
}

/** The processor seconds that Strata had taken when it told that a state had ended. */
function cpuAfter(told: Measurement['told'], state: string): number {
  return told.find(({ line }) => line.includes(` ${state} `))?.cpuSeconds ?? 0;
}

function pythonContestant(name: string, script: string, modules: string): Contestant {
  return {
    name,
    missing() {
      const { status } = spawnSync(python, ['-c', `import ${modules}`], { stdio: 'ignore' });
      return status === 0 ? undefined : `${python} cannot import ${modules}`;
    },
    async run(file, scratch) {
      const { output, peakBytes } = await measure(python, ['-B', join(here, script), file, scratch]);
      const { cpu_seconds, clean_seconds, monetary_total, clv_total, ...figures } = pythonOutput.parse(output);
      const seconds = { cpuSeconds: cpu_seconds, cleanSeconds: clean_seconds };
      return { name, peakBytes, ...seconds, monetaryTotal: monetary_total, clvTotal: clv_total, ...figures };
    },
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
