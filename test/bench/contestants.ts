import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measurement, measure } from './measure.ts';

/** One row of the comparison. Counts are undefined where the program does not report them. */
export interface Result {
  name: string;
  /** From the first byte read to the last customer written. */
  seconds: number;
  peakBytes: number | undefined;
  /** The part of `seconds` until the clean rows are written. */
  cleanSeconds?: number | undefined;
  rows?: number | undefined;
  kept?: number | undefined;
  duplicates?: number | undefined;
  quarantined?: number | undefined;
  customers?: number | undefined;
  monetaryTotal?: number | undefined;
  k?: number | undefined;
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
const nodeOptions = ['--disable-warning=ExperimentalWarning', '--import', './local/text-imports.ts'];

/** Strata's states that are compared: those whose work the Python programs do too. */
const comparedStates = ['clean', 'build-features', 'cluster', 'assign-tiers'] as const;

const strataOutput = z.looseObject({
  uploads: z.array(
    z.looseObject({ rows: z.number(), kept: z.number(), duplicates: z.number(), quarantined: z.number() }),
  ),
  customers: z.number(),
  tiers: z.array(z.looseObject({ monetary_total: z.coerce.number() })),
  clusters: z.looseObject({ k: z.number() }).nullable(),
  seconds: z.looseObject({
    clean: z.number(),
    'build-features': z.number(),
    cluster: z.number(),
    'assign-tiers': z.number(),
  }),
});

const pythonOutput = z.looseObject({
  seconds: z.number(),
  clean_seconds: z.number(),
  rows: z.number(),
  kept: z.number(),
  duplicates: z.number(),
  quarantined: z.number(),
  customers: z.number(),
  monetary_total: z.number(),
  k: z.number(),
});

/** The least that any program could do: one pass over the file into one group-by. */
export const lowerBound: Contestant = {
  name: 'DuckDB, CSV to one group-by',
  missing: () => undefined,
  async run(file) {
    const { output, peakBytes } = await measure(process.execPath, [...nodeOptions, join(here, 'lower-bound.ts'), file]);
    return { name: this.name, seconds: z.number().parse(output.seconds), peakBytes };
  },
};

/** The whole embedded workflow, of which the states from clean to assign-tiers count. */
export const strata: Contestant = {
  name: 'Strata',
  missing: () => undefined,
  async run(file, scratch) {
    const options = ['--no-serve', '--json', '--data-dir', scratch];
    const measured = await measure(process.execPath, [...nodeOptions, 'local/main.ts', file, ...options]);
    return { name: this.name, ...strataFigures(measured) };
  },
};

export const polars = pythonContestant('polars + scikit-learn', 'polars_pipeline.py', 'polars, sklearn');
export const pandas = pythonContestant('pandas + scikit-learn', 'pandas_pipeline.py', 'pandas, pyarrow, sklearn');

function strataFigures({ output, peakBytes }: Measurement): Omit<Result, 'name'> {
  const { uploads, customers, tiers, clusters, seconds } = strataOutput.parse(output);
  return {
    seconds: sum(comparedStates.map((state) => seconds[state])),
    cleanSeconds: seconds.clean,
    peakBytes,
    rows: sum(uploads.map((upload) => upload.rows)),
    kept: sum(uploads.map((upload) => upload.kept)),
    duplicates: sum(uploads.map((upload) => upload.duplicates)),
    quarantined: sum(uploads.map((upload) => upload.quarantined)),
    customers,
    monetaryTotal: sum(tiers.map((tier) => tier.monetary_total)),
    k: clusters?.k,
  };
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
      const { clean_seconds, monetary_total, ...figures } = pythonOutput.parse(output);
      return { name, peakBytes, cleanSeconds: clean_seconds, monetaryTotal: monetary_total, ...figures };
    },
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
