import { Duration } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { whatIfRoot } from '../../shared/domain/run/what-if.ts';
import type { PublicRoute } from '../../shared/http/public-routes.ts';
import type { HandlerName } from '../../shared/http/route-handler.ts';
import { type ScheduleTimes, StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { Storage } from './storage.ts';
import type { WorkflowName } from './workflow-name.ts';

export interface ApiFunctionsProps {
  storage: Storage;
  workflow: WorkflowName;
  /** Key for hashing ids. */
  idKey: Secret;
  architecture: StageFunctionProps['architecture'];
  /** When scheduled runs start. */
  schedule: ScheduleTimes;
  /** Maximum time that clients may cache a customer's tier, in seconds. */
  cacheSeconds: number;
  tokenEndpoint: string;
  /** Number of customer buckets. */
  buckets: number;
}

/** The Lambda functions behind the API, each with only the permissions that its routes need. */
export function apiFunctions(scope: Construct, props: ApiFunctionsProps) {
  const { storage, workflow, idKey, architecture, schedule, cacheSeconds, tokenEndpoint, buckets } = props;
  const { inbox, lake, table } = storage;
  const define = (name: string, overrides: Partial<StageFunctionProps> = {}) =>
    new StageFunction(scope, name, { name: `api/${name}`, architecture, timeout: Duration.seconds(15), ...overrides });
  const integration = (id: string, { function: handler }: StageFunction) => new HttpLambdaIntegration(id, handler);

  return {
    query: integration(
      'Query',
      define('query')
        .usesTable(table, 'GetItem', 'BatchGetItem', 'Query')
        .queriesIndexes(table, 'listing', 'leaving')
        .readsIdKey(idKey)
        .knowsSchedule(schedule)
        .set('CACHE_SECONDS', String(cacheSeconds)),
    ),
    'run-files': integration(
      'RunFiles',
      define('run-files')
        .usesTable(table, 'GetItem')
        .usesLake(lake, { reads: ['runs/*'] }),
    ),
    score: integration(
      'Score',
      // Each container reads and parses the model, so more memory, and with it more CPU, shortens cold starts.
      define('score', { memoryMb: 1024 })
        .readsRuns(table)
        .usesLake(lake, { reads: ['runs/*/model.json', 'runs/*/policy.json'] }),
    ),
    'start-run': integration('Start', define('start-run').startsRuns(workflow).writesAuditLog(table)),
    'what-if': integration(
      'WhatIf',
      define('what-if')
        .startsRuns(workflow)
        .describesRuns(workflow)
        .usesLake(lake, { reads: [`${whatIfRoot}*`], writes: [`${whatIfRoot}*/policy.json`] })
        .writesAuditLog(table),
    ),
    'request-upload': integration('Upload', define('request-upload').writesInbox(inbox).writesAuditLog(table)),
    explain: integration(
      'Explain',
      define('explain', { duckdb: true, memoryMb: 2048, temporaryMb: 2048, timeout: Duration.seconds(29) })
        .usesTable(table, 'GetItem')
        .readsIdKey(idKey)
        .usesLake(lake, { reads: ['runs/*/model.json', 'runs/*/policy.json', 'runs/*/tiers/*'] })
        .set('BUCKETS', String(buckets)),
    ),
    'export-customer': integration(
      'Export',
      define('export-customer', { duckdb: true, memoryMb: 3008, temporaryMb: 4096, timeout: Duration.seconds(29) })
        .usesTable(table, 'GetItem', 'Query')
        .readsIdKey(idKey)
        .usesLake(lake, { reads: ['clean/*', 'runs/*'] })
        .set('BUCKETS', String(buckets)),
    ),
    'erase-customer': integration('Erase', define('erase-customer').erasesCustomers(table).readsIdKey(idKey)),
    override: integration('Override', define('override').setsOverrides(table).readsIdKey(idKey)),
    reference: integration('Reference', define('reference', { viewer: true }).set('TOKEN_ENDPOINT', tokenEndpoint)),
  } satisfies Record<HandlerName | PublicRoute['handler'], HttpLambdaIntegration>;
}
