import { Duration } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { whatIfRoot } from '../../shared/domain/run/what-if.ts';
import type { PublicRoute } from '../../shared/http/public-routes.ts';
import type { HandlerName } from '../../shared/http/route-handler.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { Storage } from './storage.ts';
import type { WorkflowName } from './workflow-name.ts';

export interface ApiFunctionsProps {
  storage: Storage;
  workflow: WorkflowName;
  /** What ids are hashed with. */
  idKey: Secret;
  architecture: StageFunctionProps['architecture'];
  /** When runs start by themselves. */
  schedule: { scheduleDay: number; scheduleHour: number; timeZone: string };
  /** How long a reader may keep a customer's tier at most, in seconds. */
  cacheSeconds: number;
  tokenEndpoint: string;
  /** How many parts customers are dealt into. */
  buckets: number;
}

/** The functions that answer the API, each with what its routes need and no more: who reads cannot write. */
export function apiFunctions(scope: Construct, props: ApiFunctionsProps) {
  const { storage, workflow, idKey, architecture, schedule, cacheSeconds, tokenEndpoint, buckets } = props;
  const { inbox, lake, table } = storage;
  const define = (name: string, more: Partial<StageFunctionProps> = {}) =>
    new StageFunction(scope, name, { name: `api/${name}`, architecture, timeout: Duration.seconds(15), ...more });
  const integration = (id: string, { function: handler }: StageFunction) => new HttpLambdaIntegration(id, handler);

  return {
    query: integration(
      'Query',
      define('query')
        .readsTable(table)
        .readsIdKey(idKey)
        .set('SCHEDULE_DAY', String(schedule.scheduleDay))
        .set('SCHEDULE_HOUR', String(schedule.scheduleHour))
        .set('SCHEDULE_TIME_ZONE', schedule.timeZone)
        .set('CACHE_SECONDS', String(cacheSeconds)),
    ),
    'run-files': integration(
      'RunFiles',
      define('run-files')
        .readsTable(table)
        .usesLake(lake, { reads: ['runs/*'] }),
    ),
    score: integration(
      'Score',
      // The model has to be read and parsed once per container.
      define('score', { memoryMb: 1024 })
        .readsRuns(table)
        .usesLake(lake, { reads: ['runs/*/model.json', 'runs/*/policy.json'] }),
    ),
    'start-run': integration('Start', define('start-run').startsRuns(workflow).notesWrites(table)),
    'what-if': integration(
      'WhatIf',
      define('what-if')
        .startsRuns(workflow)
        .looksAtRuns(workflow)
        .usesLake(lake, { reads: [`${whatIfRoot}*`], writes: [`${whatIfRoot}*/policy.json`] })
        .notesWrites(table),
    ),
    'request-upload': integration('Upload', define('request-upload').writesInbox(inbox).notesWrites(table)),
    explain: integration(
      'Explain',
      define('explain', { duckdb: true, memoryMb: 2048, temporaryMb: 2048, timeout: Duration.seconds(29) })
        .readsTable(table)
        .readsIdKey(idKey)
        .usesLake(lake, { reads: ['runs/*/model.json', 'runs/*/policy.json', 'runs/*/tiers/*'] })
        .set('BUCKETS', String(buckets)),
    ),
    'export-customer': integration(
      'Export',
      define('export-customer', { duckdb: true, memoryMb: 3008, temporaryMb: 4096, timeout: Duration.seconds(29) })
        .readsTable(table)
        .readsIdKey(idKey)
        .usesLake(lake, { reads: ['clean/*', 'runs/*'] })
        .set('BUCKETS', String(buckets)),
    ),
    'erase-customer': integration('Erase', define('erase-customer').erasesCustomers(table).readsIdKey(idKey)),
    override: integration('Override', define('override').setsOverrides(table).readsIdKey(idKey)),
    reference: integration('Reference', define('reference', { viewer: true }).set('TOKEN_ENDPOINT', tokenEndpoint)),
  } satisfies Record<HandlerName | PublicRoute['handler'], HttpLambdaIntegration>;
}
