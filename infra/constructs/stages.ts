import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { whatIfRoot } from '../../shared/domain/run/what-if.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { Storage } from './storage.ts';
import type { WorkflowName } from './workflow-name.ts';

/** Lease of the run lock; equals the state machine's execution timeout. */
const LEASE_SECONDS = 21_600;

export interface StagesProps {
  storage: Storage;
  /** Key for hashing ids. */
  idKey: Secret;
  workflow: WorkflowName;
  architecture: StageFunctionProps['architecture'];
  /** Number of customer buckets. */
  buckets: number;
  /** How long the inbox must stay unchanged before a run begins, in seconds. */
  settleSeconds: number;
  /** Day of the month of the scheduled run. */
  scheduleDay: number;
}

/** The function of every state, in pipeline order, each with only the permissions and resources it needs. */
export class Stages extends Construct {
  /** By state name. */
  readonly functions: Readonly<Record<string, StageFunction>>;

  constructor(scope: Construct, id: string, props: StagesProps) {
    super(scope, id);
    const { architecture, workflow, idKey } = props;
    const { inbox, lake, table } = props.storage;
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    const buckets = String(props.buckets);

    const light = (name: string, memoryMb: number) =>
      new StageFunction(this, name, { name: `stages/${name}`, architecture, memoryMb, timeout: Duration.minutes(5) });
    const duckdb = (name: string, memoryMb: number, temporaryMb: number) =>
      new StageFunction(this, name, {
        name: `stages/${name}`,
        architecture,
        memoryMb,
        temporaryMb,
        timeout: Duration.minutes(15),
        duckdb: true,
      });

    this.functions = {
      'open-run': light('open-run', 512)
        .listsInbox(inbox)
        .readsInbox(inbox)
        .usesLake(lake, { reads: ['policy.json', 'runs/*'], writes: ['runs/*'] })
        .usesTable(table, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem')
        .queriesIndexes(table, 'listing')
        .describesRuns(workflow)
        .set('BUCKETS', buckets)
        .set('SETTLE_SECONDS', String(props.settleSeconds))
        .set('LEASE_SECONDS', String(LEASE_SECONDS)),
      clean: duckdb('clean', 3008, 10_240)
        .readsInbox(inbox)
        .usesLake(lake, {
          reads: ['held/*', 'quarantine/*', 'runs/*'],
          writes: ['runs/*'],
          uploads: ['clean/*', 'quarantine/*'],
          removes: ['clean/*', 'held/*'],
        })
        .usesTable(table, 'GetItem', 'UpdateItem')
        .claimsContent(table)
        .endsAttempts(table)
        .readsIdKey(idKey)
        .set('BUCKETS', buckets),
      erase: duckdb('erase', 2048, 10_240)
        .usesLake(lake, {
          reads: ['quarantine/*', 'runs/*', `${whatIfRoot}*`],
          uploads: ['quarantine/*', 'runs/*', `${whatIfRoot}*`],
        })
        .usesTable(table, 'GetItem', 'Query', 'UpdateItem', 'DeleteItem', 'BatchWriteItem')
        .forgetsEvents(bus)
        .set('BUCKETS', buckets),
      'maintain-bucket': duckdb('maintain-bucket', 2048, 4096)
        .usesLake(lake, { reads: ['clean/*', 'runs/*'], uploads: ['clean/*', 'runs/*'], removes: ['clean/*'] })
        .readsRuns(table)
        .readsErasures(table)
        .marksErasures(table)
        .set('BUCKETS', buckets),
      'check-quality': light('check-quality', 512)
        .usesLake(lake, {
          reads: ['clean/*', 'runs/*'],
          writes: ['held/*', 'runs/*'],
          removes: ['clean/*', 'held/*'],
        })
        .usesTable(table, 'GetItem', 'UpdateItem'),
      'build-features': duckdb('build-features', 2048, 4096)
        .usesLake(lake, { reads: ['clean/*', 'runs/*'], uploads: ['runs/*'] })
        .usesTable(table, 'GetItem')
        .readsErasures(table),
      'fit-model': duckdb('fit-model', 3008, 4096)
        .usesLake(lake, { reads: ['runs/*'], uploads: ['runs/*'] })
        .usesTable(table, 'GetItem')
        .set('SCHEDULE_DAY', String(props.scheduleDay)),
      // Reads clean rows again to find the cause of each tier change.
      'assign-tiers': duckdb('assign-tiers', 2048, 4096)
        .usesLake(lake, { reads: ['clean/*', 'runs/*'], uploads: ['runs/*'] })
        .usesTable(table, 'GetItem')
        .set('BUCKETS', buckets),
      publish: duckdb('publish', 2048, 4096)
        .usesLake(lake, { reads: ['runs/*'], uploads: ['runs/*'] })
        .usesTable(table, 'GetItem', 'UpdateItem', 'PutItem', 'DeleteItem', 'BatchWriteItem')
        .readsErasures(table),
      // Processes all buckets one after the other.
      'what-if': duckdb('what-if', 3008, 10_240)
        .usesLake(lake, { reads: ['runs/*', `${whatIfRoot}*`], uploads: [`${whatIfRoot}*`] })
        .usesTable(table, 'GetItem', 'Query')
        .set('SCHEDULE_DAY', String(props.scheduleDay)),
      'close-run': duckdb('close-run', 3008, 10_240)
        .listsInbox(inbox)
        .usesLake(lake, {
          reads: ['clean/overrides/*', 'runs/*'],
          uploads: ['runs/*'],
          removes: ['quarantine/*', 'runs/*'],
        })
        .usesTable(table, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem')
        .queriesIndexes(table, 'listing')
        .startsRuns(workflow)
        .putsEvents(bus),
      'write-report': duckdb('write-report', 2048, 10_240)
        .usesLake(lake, {
          reads: ['runs/*'],
          writes: ['runs/*/report.json', 'runs/*/usage/*'],
          uploads: ['runs/*/report.html'],
        })
        .readsRunRecords(table),
      'fail-run': light('fail-run', 512)
        .listsInbox(inbox)
        .usesLake(lake, { reads: ['runs/*'], writes: ['runs/*'] })
        .usesTable(table, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem')
        .queriesIndexes(table, 'listing')
        .startsRuns(workflow)
        .putsEvents(bus),
    };
  }
}
