import { join } from 'node:path';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AUDIT_PREFIX } from '../../shared/adapters/tables/audit-log.ts';
import { CUSTOMER_PREFIX } from '../../shared/adapters/tables/customer-items.ts';
import { ERASURES } from '../../shared/adapters/tables/erasure-table.ts';
import { OVERRIDES } from '../../shared/adapters/tables/override-table.ts';
import { ATTEMPT_PREFIX, CONTENT_PREFIX, CURRENT, RUN_PREFIX } from '../../shared/adapters/tables/run-table.ts';
import type { Index } from '../../shared/ports/table.ts';
import { acknowledgeWildcard } from './acknowledge-wildcard.ts';
import { codeBundling } from './code-bundling.ts';
import { duckdbBundling } from './duckdb-bundling.ts';
import { viewerBundling } from './viewer-bundling.ts';
import type { WorkflowName } from './workflow-name.ts';

const projectRoot = join(import.meta.dirname, '../..');

/** Share of a function's memory that DuckDB may use; the rest is for Node, buffers and libraries. */
const DUCKDB_SHARE = 0.6;

export interface StageFunctionProps {
  /** Folder below `functions/`: `stages/` with the name of the state, `api/` with the `handler` name of its routes, `events/` or `operations/`. */
  name: string;
  architecture: 'x86_64' | 'arm64';
  /** Default: 512 MB. */
  memoryMb?: number;
  /** Default: 1 minute. */
  timeout?: Duration;
  /** Size of `/tmp`, used for DuckDB spills and for downloaded files. Default: 512 MB. */
  temporaryMb?: number;
  /** Whether to package DuckDB with the code. Default: no. */
  duckdb?: boolean;
  /** Whether to package the viewer of the reference page with the code. Default: no. */
  viewer?: boolean;
  /** Default: three months. */
  logRetention?: RetentionDays;
}

/** When monthly runs start: day of the month, hour of that day, and their IANA time zone. */
export interface ScheduleTimes {
  scheduleDay: number;
  scheduleHour: number;
  timeZone: string;
}

type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'BatchWriteItem';

/** Access to the lake, as key patterns such as `runs/*`. */
interface LakeAccess {
  reads?: string[];
  /** Small objects, written with one request. */
  writes?: string[];
  /** Files of any size, which may take an upload in parts. */
  uploads?: string[];
  removes?: string[];
}

/**
 * One Lambda function with its own role and log group. It starts without access to anything; each method below grants
 * one kind of access and sets the environment variable that the code reads.
 */
export class StageFunction extends Construct {
  readonly function: NodejsFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const { name, architecture, memoryMb = 512, temporaryMb = 512, duckdb = false, viewer = false } = props;

    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.role);

    this.function = new NodejsFunction(this, 'Function', {
      description: `Strata: ${name}`,
      entry: join(projectRoot, 'functions', name, 'handler.ts'),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: memoryMb,
      ephemeralStorageSize: Size.mebibytes(temporaryMb),
      timeout: props.timeout ?? Duration.minutes(1),
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: name.replace(/^(stages|events)\//, '').replace('/', '-'),
        NODE_OPTIONS: '--enable-source-maps',
        DEPLOYMENT: Stack.of(this).stackName,
      },
      bundling: {
        ...codeBundling,
        ...(viewer && viewerBundling(projectRoot)),
        ...(duckdb && duckdbBundling(projectRoot, architecture)),
      },
    });
    if (duckdb) this.set('DUCKDB_MEMORY_MB', String(Math.floor(memoryMb * DUCKDB_SHARE)));

    acknowledgeWildcard(this, '*', 'X-Ray does not support resource-level permissions for writing trace segments');
  }

  /** Sets an environment variable. */
  set(name: string, value: string): this {
    this.function.addEnvironment(name, value);
    return this;
  }

  /** Sets when monthly runs start. */
  knowsSchedule({ scheduleDay, scheduleHour, timeZone }: ScheduleTimes): this {
    return this.set('SCHEDULE_DAY', String(scheduleDay))
      .set('SCHEDULE_HOUR', String(scheduleHour))
      .set('SCHEDULE_TIME_ZONE', timeZone);
  }

  /** Allows listing uploads. */
  listsInbox(inbox: Bucket): this {
    const conditions = { StringLike: { 's3:prefix': ['inbox/*'] } };
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [inbox.bucketArn], conditions }),
    );
    return this.set('INBOX', `s3://${inbox.bucketName}`);
  }

  /** Allows reading uploads. */
  readsInbox(inbox: Bucket): this {
    this.allowObjects(['s3:GetObject'], inbox, ['inbox/*']);
    return this.set('INBOX', `s3://${inbox.bucketName}`);
  }

  /** Allows writing uploads, directly and through presigned URLs. */
  writesInbox(inbox: Bucket): this {
    this.allowObjects(['s3:PutObject'], inbox, ['inbox/*']);
    return this.set('INBOX', `s3://${inbox.bucketName}`);
  }

  /**
   * Allows reading, writing and deleting lake objects that match key patterns. Listing is always allowed, under any prefix:
   * without it, S3 returns 403 instead of 404 for an object that does not exist.
   */
  usesLake(lake: Bucket, { reads = [], writes = [], uploads = [], removes = [] }: LakeAccess): this {
    this.allow(['s3:ListBucket'], lake.bucketArn);
    this.allowObjects(['s3:GetObject'], lake, reads);
    this.allowObjects(['s3:PutObject'], lake, writes);
    this.allowObjects(['s3:PutObject', 's3:AbortMultipartUpload'], lake, uploads);
    this.allowObjects(['s3:DeleteObject'], lake, removes);
    return this.set('LAKE', `s3://${lake.bucketName}`);
  }

  /** Allows actions on all items of the table. */
  usesTable(table: Table, ...actions: TableAction[]): this {
    this.allow(
      actions.map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
    return this.set('TABLE', `dynamodb://${table.tableName}`);
  }

  /** Allows queries of indexes of the table. */
  queriesIndexes(table: Table, ...names: Index[]): this {
    this.allow(['dynamodb:Query'], ...names.map((index) => `${table.tableArn}/index/${index}`));
    return this;
  }

  /** Allows listing pending erasures. */
  readsErasures(table: Table): this {
    this.allowKeys(['dynamodb:Query'], table, [ERASURES]);
    return this;
  }

  /** Allows recording what was done for erasures. */
  marksErasures(table: Table): this {
    this.allowKeys(['dynamodb:UpdateItem'], table, [ERASURES]);
    return this;
  }

  /** Allows reading the current-run pointer and run items, and nothing else in the table. */
  readsRuns(table: Table): this {
    this.allowKeys(['dynamodb:GetItem'], table, [CURRENT.pk, `${RUN_PREFIX}*`]);
    return this.set('TABLE', `dynamodb://${table.tableName}`);
  }

  /** Allows reading run items, and nothing else in the table. */
  readsRunRecords(table: Table): this {
    this.allowKeys(['dynamodb:GetItem'], table, [`${RUN_PREFIX}*`]);
    return this.set('TABLE', `dynamodb://${table.tableName}`);
  }

  /** Allows claiming the content of uploads, so that identical files are cleaned only once. */
  claimsContent(table: Table): this {
    this.allowKeys(['dynamodb:PutItem'], table, [`${CONTENT_PREFIX}*`]);
    return this;
  }

  /** Allows ending the count of attempts at cleaning. */
  endsAttempts(table: Table): this {
    this.allowKeys(['dynamodb:DeleteItem'], table, [`${ATTEMPT_PREFIX}*`]);
    return this;
  }

  /** Allows writing to the audit log, and nothing else in the table. */
  writesAuditLog(table: Table): this {
    this.allowKeys(['dynamodb:PutItem'], table, [`${AUDIT_PREFIX}*`]);
    return this.set('TABLE', `dynamodb://${table.tableName}`);
  }

  /** Allows finding and deleting customers' items, and recording erasures. */
  erasesCustomers(table: Table): this {
    this.allowKeys(['dynamodb:BatchWriteItem'], table, [`${CUSTOMER_PREFIX}*`]);
    this.allowKeys(['dynamodb:DeleteItem'], table, [OVERRIDES]);
    this.allowKeys(['dynamodb:PutItem'], table, [ERASURES, `${AUDIT_PREFIX}*`]);
    return this.usesTable(table, 'GetItem', 'Query');
  }

  /** Allows reading items and writing overrides. */
  setsOverrides(table: Table): this {
    this.allowKeys(['dynamodb:PutItem'], table, [OVERRIDES, `${AUDIT_PREFIX}*`]);
    return this.usesTable(table, 'GetItem');
  }

  /** Allows reading the key for hashing ids. */
  readsIdKey(secret: Secret): this {
    this.allow(['secretsmanager:GetSecretValue'], secret.secretArn);
    return this.set('ID_KEY', secret.secretArn);
  }

  /** Allows starting executions of the workflow. */
  startsRuns(workflow: WorkflowName): this {
    this.allow(['states:StartExecution'], workflow.arn);
    return this.set('WORKFLOW', workflow.arn);
  }

  /** Allows checking whether an execution of the workflow is running. */
  describesRuns(workflow: WorkflowName): this {
    this.allow(['states:DescribeExecution'], workflow.executions);
    acknowledgeWildcard(this, workflow.executions, 'Any execution of this workflow may hold the lock');
    return this.set('WORKFLOW', workflow.arn);
  }

  /** Allows putting events on the bus. */
  putsEvents(bus: IEventBus): this {
    this.allow(['events:PutEvents'], bus.eventBusArn);
    return this.set('EVENTS', bus.eventBusArn);
  }

  /** Names the bus of which the function removes customers; EventBridge keeps no events, so it needs no permission. */
  forgetsEvents(bus: IEventBus): this {
    return this.set('EVENTS', bus.eventBusArn);
  }

  private allow(actions: string[], ...resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources }));
  }

  /** Allows actions only on items whose partition keys match a pattern. */
  private allowKeys(actions: string[], table: Table, patterns: string[]): void {
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': patterns } };
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [table.tableArn], conditions }));
  }

  private allowObjects(actions: string[], bucket: Bucket, patterns: string[]): void {
    if (patterns.length === 0) return;
    const objects = patterns.map((pattern) => bucket.arnForObjects(pattern));
    this.allow(actions, ...objects);
    for (const resource of objects) {
      acknowledgeWildcard(
        this,
        resource,
        'Object keys contain the upload, run and customer bucket, so access is granted by prefix',
      );
    }
  }
}
