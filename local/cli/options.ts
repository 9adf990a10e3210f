import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { closestWord } from '../../shared/domain/intake/text/closest-word.ts';
import type { Schedule } from '../../shared/domain/run/schedule.ts';
import { scheduleOptions } from '../../shared/domain/run/schedule-options.ts';
import { CommandError } from '../command-error.ts';
import { type NamedColumn, parseColumn } from './column-option.ts';

export const USAGE_EXIT = 2;
export const DEFAULT_DATA_DIR = '.strata';

export const help = `Usage: npm start -- [options] [file or folder …]

Runs the whole workflow on this machine: turns exports into customer tiers and serves them over HTTP.
Without files, uses a generated sample export.

  --inspect        show what each file is and how it would be read, without running anything
  --as-of DATE     segment as of this date, YYYY-MM-DD; later data is ignored (default: date of the newest order)
  --policy FILE    policy as JSON; later runs use it too
  --column FIELD=HEADER
                   which column of the files is a field, e.g. customer_id=cumid; may be given several times; kept in the
                   policy for later runs
  --what-if FILE   show what the next run would do with another policy; publishes nothing
  --accept-gate    process the waiting files even if the gate has findings; starts a run even without new files
  --data-dir DIR   where all data is stored (default: ${DEFAULT_DATA_DIR})
  --out DIR        copy customers.csv, customers.parquet, model.json, quality.json, the report and the quarantine to DIR;
                   with --what-if, copy movers.csv
  --port N         API port (default: 8787)
  --public-url URL an address under which a reverse proxy offers the API, e.g. https://strata.example.com; may be given
                   several times; links to files begin with the first
  --no-serve       exit after the run
  --watch DIR      take in each finished file that appears in DIR while the API is served; may be given several times
  --log-dir DIR    where the log is written (default: logs in the data directory)
  --schedule-day N, --schedule-hour N, --time-zone ZONE
                   when the monthly run starts while the API is served: day of the month (1 to 28, default: 1),
                   hour of that day (default: 3), and IANA time zone (default: Etc/UTC)
  --json           print the result as one JSON object on stdout and everything else on stderr
  --verbose        show the logs of the functions, and stack traces of errors
  --help           show this help
`;

const checks = {
  'as-of': z.iso.date('expected a date such as 2026-07-31'),
  port: z.string().regex(/^\d+$/, 'expected a number').transform(Number).pipe(z.number().min(1).max(65535)),
  'public-url': z
    .url({ protocol: /^https?$/, error: 'expected an address such as https://strata.example.com' })
    .transform((text) => new URL(text))
    .refine(({ href, origin }) => href === `${origin}/`, 'expected an address without a path')
    .transform(({ origin }) => origin),
  'schedule-day': scheduleOptions.scheduleDay,
  'schedule-hour': scheduleOptions.scheduleHour,
  'time-zone': scheduleOptions.timeZone,
};

export interface Options {
  paths: string[];
  inspect: boolean;
  asOf: string | undefined;
  policy: string | undefined;
  /** Columns of the files by their meaning, to be kept in the policy. */
  columns: NamedColumn[];
  /** A policy to evaluate instead of starting a run. */
  whatIf: string | undefined;
  acceptGate: boolean;
  dataDir: string;
  out: string | undefined;
  port: number;
  /** Origins of the API behind a proxy. */
  publicUrls: string[];
  serve: boolean;
  /** Folders to watch, absolute. */
  watch: string[];
  logDir: string;
  schedule: Schedule;
  json: boolean;
  verbose: boolean;
  help: boolean;
}

/** @throws {CommandError} on an unknown option or an invalid value */
export function parseOptions(args: string[]): Options {
  const { values, positionals } = parse(args);
  const dataDir = resolve(values['data-dir']);
  const watch = values.watch.map((folder) => resolve(folder));
  if (watch.length > 0 && !values.serve)
    throw new CommandError('--watch works while the API is served, so not with --no-serve');
  if (values.column.length > 0 && values['what-if'] !== undefined)
    throw new CommandError('--column names columns of files, so not with --what-if, which takes none');
  return {
    paths: positionals,
    inspect: values.inspect,
    asOf: values['as-of'] === undefined ? undefined : validate('as-of', values['as-of']),
    policy: values.policy,
    columns: values.column.map(parseColumn),
    whatIf: values['what-if'],
    acceptGate: values['accept-gate'],
    dataDir,
    out: values.out === undefined ? undefined : resolve(values.out),
    port: validate('port', values.port),
    publicUrls: values['public-url'].map((url) => validate('public-url', url)),
    serve: values.serve,
    watch,
    logDir: values['log-dir'] === undefined ? join(dataDir, 'logs') : resolve(values['log-dir']),
    schedule: {
      day: validate('schedule-day', values['schedule-day']),
      hour: validate('schedule-hour', values['schedule-hour']),
      timeZone: validate('time-zone', values['time-zone']),
    },
    json: values.json,
    verbose: values.verbose,
    help: values.help,
  };
}

const optionTypes = {
  'as-of': { type: 'string' },
  inspect: { type: 'boolean', default: false },
  policy: { type: 'string' },
  column: { type: 'string', multiple: true, default: [] as string[] },
  'what-if': { type: 'string' },
  'accept-gate': { type: 'boolean', default: false },
  'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
  out: { type: 'string' },
  port: { type: 'string', default: '8787' },
  'public-url': { type: 'string', multiple: true, default: [] as string[] },
  serve: { type: 'boolean', default: true },
  watch: { type: 'string', multiple: true, default: [] as string[] },
  'log-dir': { type: 'string' },
  'schedule-day': { type: 'string' },
  'schedule-hour': { type: 'string' },
  'time-zone': { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The option that an unknown one may mean. */
function suggestion(args: string[]): string {
  const names = Object.keys(optionTypes).map((name) => `--${name}`);
  const unknown = args.map((arg) => arg.split('=')[0] ?? '').find((arg) => arg.startsWith('--') && !isOption(arg));
  const meant = unknown === undefined ? undefined : closestWord(unknown, names);
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}

const isOption = (arg: string) => arg === '--' || arg.replace(/^--(no-)?/, '') in optionTypes;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: optionTypes,
    });
  } catch (cause) {
    throw new CommandError(`${(cause as Error).message}${suggestion(args)}\n\n${help}`, { cause });
  }
}

function validate<Name extends keyof typeof checks>(
  name: Name,
  value: string | undefined,
): z.infer<(typeof checks)[Name]> {
  const result = checks[name].safeParse(value);
  if (result.success) return result.data as z.infer<(typeof checks)[Name]>;
  throw new CommandError(`--${name} ${value}: ${result.error.issues[0]?.message}`);
}
