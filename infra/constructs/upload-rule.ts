import { Duration } from 'aws-cdk-lib';
import { Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { source } from '../../shared/contracts.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { WorkflowName } from './workflow-name.ts';

export interface UploadRuleProps {
  inbox: Bucket;
  workflow: WorkflowName;
  architecture: StageFunctionProps['architecture'];
  deadLetters: Queue;
  /** How long uploads are collected before an execution starts. Default: 10 seconds. */
  collectFor?: Duration;
}

/** A queue gives a batch to a function again after this time if it failed. Must be longer than the function's timeout. */
const RETRY_AFTER = Duration.minutes(3);
/** For how long a start is tried: half a day. */
const MAX_TRIES = 240;
/** The most messages that SQS and Lambda put into one batch. */
const BATCH = 10_000;
/** Batches that are processed at the same time; SQS takes no fewer than two. */
const BATCHES_AT_A_TIME = 2;

/**
 * Starts the workflow for objects created in the inbox. A queue collects their events, so that thousands of uploads start few
 * executions: each would need its own of Step Functions' quotas for starting and describing executions.
 */
export class UploadRule extends Construct {
  readonly rule: Rule;
  readonly queue: Queue;
  readonly wakeWorkflow: StageFunction;

  constructor(scope: Construct, id: string, props: UploadRuleProps) {
    super(scope, id);
    const { inbox, workflow, architecture, deadLetters, collectFor = Duration.seconds(10) } = props;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: RETRY_AFTER,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_TRIES },
    });
    this.rule = new Rule(this, 'Rule', {
      description: 'A file was uploaded to the inbox',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inbox.bucketName] }, object: { key: Match.prefix('inbox/') } },
      },
      targets: [
        new SqsQueue(this.queue, {
          // The shorter the messages, the more fit into a batch.
          message: RuleTargetInput.fromObject({ source: source.upload }),
          deadLetterQueue: deadLetters,
          retryAttempts: 30,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
    this.wakeWorkflow = new StageFunction(this, 'WakeWorkflow', {
      name: 'events/wake-workflow',
      architecture,
      memoryMb: 256,
    }).startsRuns(workflow);
    this.wakeWorkflow.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH,
        maxBatchingWindow: collectFor,
        maxConcurrency: BATCHES_AT_A_TIME,
      }),
    );
  }
}
