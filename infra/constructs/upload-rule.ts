import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface UploadRuleProps {
  inbox: Bucket;
  machine: StateMachine;
  deadLetters: Queue;
  /** How long to retry a start before it goes to the dead-letter queue. Default: 6 hours. */
  maxEventAge?: Duration;
}

/** Starts the workflow for every object created in the inbox, with the whole event as input. */
export class UploadRule extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, props: UploadRuleProps) {
    super(scope, id);
    const { inbox, machine, deadLetters, maxEventAge = Duration.hours(6) } = props;
    this.rule = new Rule(this, 'Rule', {
      description: 'A file was uploaded to the inbox',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inbox.bucketName] }, object: { key: Match.prefix('inbox/') } },
      },
      targets: [new SfnStateMachine(machine, { deadLetterQueue: deadLetters, retryAttempts: 30, maxEventAge })],
    });
  }
}
