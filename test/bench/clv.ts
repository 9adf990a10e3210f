import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { bgNbdLogLikelihood } from '../../shared/domain/lifetime-value/bg-nbd.ts';
import { bgNbdForecaster } from '../../shared/domain/lifetime-value/bg-nbd-forecast.ts';
import { fitBgNbd } from '../../shared/domain/lifetime-value/fit-bg-nbd.ts';
import type { PurchaseCount } from '../../shared/domain/lifetime-value/purchase-counts.ts';
import { cdnowOrders, countedByDay, simulatedCustomers } from '../shared/domain/lifetime-value/simulated-buyers.ts';
import { measure } from './measure.ts';

/**
 * Times the BG/NBD fit of a million simulated customers beside scipy.optimize, on the same counts and the same
 * likelihood. Strata's time is that of all its starts, scipy's of one.
 */
const CUSTOMERS = 1_000_000;
/** Customers bought first 0 to 104 weeks ago. */
const WEEKS = 104;
const script = join(import.meta.dirname, 'clv_scipy.py');
const scipyOutput = z.object({
  seconds: z.number(),
  logLikelihood: z.number(),
  parameters: z.array(z.number()),
  evaluations: z.number(),
});

const rows = countedByDay(simulatedCustomers(cdnowOrders, { customers: CUSTOMERS, from: 0, to: WEEKS, seed: 1 }));
console.log(`${CUSTOMERS.toLocaleString('en')} customers, ${rows.length.toLocaleString('en')} distinct histories`);

const [fit, fitSeconds] = timed(() => fitBgNbd(rows, 1));
const [r = 0, alpha = 0, a = 0, b = 0] = fit.parameters;
show(`Strata, ${fit.starts} starts, ${fit.iterations} steps`, fitSeconds, fit.logLikelihood, fit.parameters);

const scipy = await scipyFit(rows);
show(`scipy L-BFGS-B, ${scipy.evaluations} evaluations`, scipy.seconds, scipy.logLikelihood, scipy.parameters);
console.log(`scipy takes ${(scipy.seconds / fitSeconds).toFixed(1)} times as long`);

const forecast = bgNbdForecaster({ r, alpha, a, b }, 52, 0.002);
const ordered = rows.toSorted((one, other) => one.x - other.x || one.T - other.T || one.tX - other.tX);
const [, scoreSeconds] = timed(() =>
  ordered.reduce((sum, row) => sum + row.customers * forecast(row).discountedOrders, 0),
);
console.log(`scoring ${rows.length.toLocaleString('en')} histories: ${scoreSeconds.toFixed(2)} s`);

const truth = bgNbdLogLikelihood(rows, cdnowOrders);
console.log(`log-likelihood at the parameters simulated from: ${truth.toFixed(3)}`);

async function scipyFit(counts: readonly PurchaseCount[]): Promise<z.infer<typeof scipyOutput>> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-clv-'));
  try {
    const file = join(folder, 'counts.bin');
    const columns = (['x', 'tX', 'T', 'customers'] as const).flatMap((name) => counts.map((row) => row[name]));
    await writeFile(file, Float64Array.from(columns));
    const { output } = await measure(process.env.PYTHON ?? 'python3', ['-B', script, file]);
    return scipyOutput.parse(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function timed<Result>(work: () => Result): [Result, number] {
  const began = performance.now();
  const result = work();
  return [result, (performance.now() - began) / 1000];
}

function show(name: string, seconds: number, logLikelihood: number, parameters: readonly number[]): void {
  const fitted = parameters.map((value) => value.toFixed(4)).join(', ');
  console.log(`${name}: ${seconds.toFixed(2)} s, log-likelihood ${logLikelihood.toFixed(3)}, r alpha a b ${fitted}`);
}
