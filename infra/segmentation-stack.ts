import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './constructs/alarms.ts';
import { ApiClients } from './constructs/api-clients.ts';
import { DeadLetters } from './constructs/dead-letters.ts';
import { IdKey } from './constructs/id-key.ts';
import { QueryApi } from './constructs/query-api.ts';
import { Schedule } from './constructs/schedule.ts';
import { ScheduleCheck } from './constructs/schedule-check.ts';
import { Stages } from './constructs/stages.ts';
import { Storage } from './constructs/storage.ts';
import { UploadRule } from './constructs/upload-rule.ts';
import { Workflow } from './constructs/workflow.ts';
import { WorkflowName } from './constructs/workflow-name.ts';
import type { Options } from './options.ts';

/** Strata in one account and region: exports come in through an S3 bucket, tiers go out over HTTPS. */
export class SegmentationStack extends Stack {
  constructor(scope: Construct, id: string, options: Options) {
    super(scope, id, { description: 'Strata: turns exports into customer tiers' });

    const storage = new Storage(this, 'Storage', options);
    const { secret: idKey } = new IdKey(this, 'IdKey');
    const name = new WorkflowName(this);
    const stages = new Stages(this, 'Stages', { ...options, storage, idKey, workflow: name });
    const workflow = new Workflow(this, 'Workflow', { ...options, name, functions: stages.functions });

    const { queue } = new DeadLetters(this, 'DeadLetters');
    new UploadRule(this, 'UploadRule', {
      inbox: storage.inbox,
      workflow: name,
      architecture: options.architecture,
      deadLetters: queue,
    });
    new Schedule(this, 'Schedule', { ...options, machine: workflow.machine, deadLetters: queue });

    const { overdue } = new ScheduleCheck(this, 'ScheduleCheck', { ...options, storage, deadLetters: queue });

    const clients = new ApiClients(this, 'ApiClients', options);
    const parts = { clients, schedule: options, storage, idKey, workflow: name };
    const api = new QueryApi(this, 'QueryApi', { ...options, ...parts });
    const alarms = new Alarms(this, 'Alarms', {
      machine: workflow.machine,
      deadLetters: queue,
      stage: api.stage,
      overdue,
    });

    const output = (key: string, value: string, description: string) =>
      new CfnOutput(this, key, { value, description });
    output('InboxBucket', storage.inbox.bucketName, 'Upload exports here, below inbox/<dataset>/');
    output('LakeBucket', storage.lake.bucketName, 'Runs, their reports and customer files; put policy.json here');
    output('TableName', storage.table.tableName, 'Customers, runs and the ledger');
    output('StateMachineArn', workflow.machine.stateMachineArn, 'The segmentation workflow');
    output('ApiUrl', api.url, 'Base URL of the API');
    output('TokenEndpoint', clients.tokenEndpoint, 'Issues access tokens for client credentials');
    output('UserPoolId', clients.pool.userPoolId, 'User pool with the API clients');
    for (const [index, [client, userPoolClient]] of Object.entries(clients.clients).entries()) {
      // The first client's outputs have no prefix, so that scripts for a stack with one client need no name.
      const prefix = index === 0 ? '' : pascalCase(client);
      output(`${prefix}ClientId`, userPoolClient.userPoolClientId, `The API client ${client}`);
      output(`${prefix}ClientSecretCommand`, clients.secretCommand(userPoolClient), 'Prints the secret of that client');
    }
    output('IdSecretArn', idKey.secretArn, 'The key for hashing ids, for systems that need to match them');
    output('AlarmTopicArn', alarms.topic.topicArn, 'Subscribe operators to this topic');
  }
}

const pascalCase = (name: string) => name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
