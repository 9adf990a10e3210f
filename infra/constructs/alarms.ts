import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface AlarmsProps {
  machine: StateMachine;
  deadLetters: Queue;
  stage: HttpStage;
  /** 1 while the monthly run is overdue. */
  overdue: IMetric;
}

const period = Duration.minutes(5);

/** CloudWatch alarms for operators, all on one SNS topic. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = this.operatorsTopic();
    const { machine, deadLetters, stage, overdue } = props;

    const keptTiers = 'Readers keep the tiers of the previous run; GET /v1/runs shows the stage and the reason';
    this.raise('RunFailed', `A run or a what-if failed. ${keptTiers}`, machine.metricFailed({ period }));
    this.raise('RunTimedOut', `A run timed out. ${keptTiers}`, machine.metricTimedOut({ period }));
    this.raise('RunAborted', `A run was stopped. ${keptTiers}`, machine.metricAborted({ period }));
    this.raise(
      'RunOverdue',
      `The monthly run did not happen. Look for failed runs, and whether the schedule is enabled. ${keptTiers}`,
      overdue,
    );
    this.raise(
      'DeadLetters',
      'An upload or the schedule could not start the workflow; the event is in the queue. The next run processes the upload',
      deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
    );
    this.raise(
      'ApiErrors',
      'The API returned 5xx; see the logs of the API functions',
      stage.metricServerError({ period, statistic: 'Sum' }),
    );
  }

  private raise(id: string, alarmDescription: string, metric: IMetric): void {
    new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.topic));
  }

  /** Encrypted with a customer managed key, because CloudWatch cannot use the AWS managed key for SNS. */
  private operatorsTopic(): Topic {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const { stackName } = Stack.of(this);
    const key = new Key(this, 'Key', {
      description: `${stackName}: alarms`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grantEncryptDecrypt(cloudWatch);
    const topic = new Topic(this, 'Topic', { displayName: `${stackName} alarms`, masterKey: key, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}
