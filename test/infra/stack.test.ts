import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { assertDeployable, forgettableOptions } from '../../infra/deployable.ts';
import { readStacks } from '../../infra/options.ts';
import { publicRoutes } from '../../shared/http/public-routes.ts';
import { routes, scopes } from '../../shared/http/routes.ts';
import { type definition, tasks } from './definition.ts';
import { functionOf, synthesise } from './synthesis.ts';

const template = synthesise();
const apiFunctions = [...routes, ...publicRoutes].map(({ handler }) => `api/${handler}`);
const functionNames = [
  ...new Set([
    ...tasks.map(([name]) => `stages/${name}`),
    ...apiFunctions,
    'events/wake-workflow',
    'operations/check-schedule',
  ]),
];

describe('the stack', () => {
  test.each([
    ['AWS::S3::Bucket', 2],
    ['AWS::DynamoDB::Table', 1],
    ['AWS::Lambda::Function', functionNames.length],
    ['AWS::IAM::Role', functionNames.length + 2],
    ['AWS::StepFunctions::StateMachine', 1],
    ['AWS::Events::Rule', 2],
    ['AWS::Scheduler::Schedule', 1],
    ['AWS::SQS::Queue', 2],
    ['AWS::ApiGatewayV2::Api', 1],
    ['AWS::ApiGatewayV2::Route', routes.length + publicRoutes.length],
    ['AWS::ApiGatewayV2::Authorizer', 1],
    ['AWS::Cognito::UserPool', 1],
    ['AWS::Cognito::UserPoolResourceServer', new Set(scopes.map((scope) => scope.split('/')[0])).size],
    ['AWS::Cognito::UserPoolClient', 1],
    ['AWS::CloudWatch::Alarm', 6],
    ['AWS::SNS::Topic', 1],
    ['AWS::KMS::Key', 1],
    ['AWS::SecretsManager::Secret', 1],
  ])('has %s × %i', (type, count) => {
    template.resourceCountIs(type, count);
  });

  test('has outputs for everything that users need', () => {
    expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual(
      [
        'AlarmTopicArn',
        'ApiUrl',
        'ClientId',
        'ClientSecretCommand',
        'IdSecretArn',
        'InboxBucket',
        'LakeBucket',
        'StateMachineArn',
      ].concat(['TableName', 'TokenEndpoint', 'UserPoolId']),
    );
  });
});

describe('a stack beside others in one account', () => {
  test('names itself in every function, for events and metrics', () => {
    const named = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment.Variables.DEPLOYMENT,
    );

    expect(new Set(named)).toEqual(new Set(['Strata']));
  });

  test('has its own name wherever people see one', () => {
    const staging = synthesise({ stackName: 'Staging' });
    const names: [string, Record<string, unknown>][] = [
      ['AWS::ApiGatewayV2::Api', { Name: 'Staging' }],
      ['AWS::Cognito::UserPool', { UserPoolName: 'Staging-clients' }],
      ['AWS::StepFunctions::StateMachine', { StateMachineName: 'Staging-segmentation' }],
      ['AWS::SNS::Topic', { DisplayName: 'Staging alarms' }],
      ['AWS::Logs::LogGroup', { LogGroupName: '/aws/vendedlogs/states/Staging' }],
      ['AWS::Logs::LogGroup', { LogGroupName: '/aws/vendedlogs/apis/Staging' }],
    ];
    for (const [type, properties] of names) staging.hasResourceProperties(type, properties);
  });

  test('writes URLs that paths can be appended to', () => {
    const { ApiUrl, TokenEndpoint } = template.findOutputs('*');
    const text = JSON.stringify([ApiUrl?.Value, TokenEndpoint?.Value]);

    expect(text).not.toMatch(/\/"\]/);
    expect(text).toContain('/oauth2/token');
  });
});

describe('partitions other than aws', () => {
  test('find no ARN of the partition aws', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
  });

  test('have the workflow call Lambda in their own partition', () => {
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));

    expect(machine?.Properties.DefinitionSubstitutions.partition).toEqual({ Ref: 'AWS::Partition' });
    expect(machine?.Properties.DefinitionString).toContain(`arn:\${partition}:states:::lambda:invoke`);
  });

  test('of GovCloud get tokens from a FIPS endpoint', () => {
    expect(JSON.stringify(template.findOutputs('TokenEndpoint'))).toContain('"auth-fips","auth"');
  });

  test.each(['cn-north-1', 'cn-northwest-1', 'us-iso-east-1', 'us-isob-east-1'])(
    'are refused without Cognito domains: %s',
    (region) => {
      expect(() => assertDeployable(region)).toThrow(`Strata cannot be deployed to ${region}`);
    },
  );

  test.each(['eu-central-1', 'us-gov-west-1', undefined])('are not refused with them: %s', (region) => {
    expect(() => assertDeployable(region)).not.toThrow();
  });
});

describe('storage', () => {
  test('keeps every bucket versioned, encrypted and private, with lifecycle rules', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } })]),
      },
    });
  });

  test('denies access to buckets without TLS', () => {
    template.allResourcesProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('expires raw uploads after 90 days, and runs never', () => {
    const expiring = Match.objectLike({ ExpirationInDays: 90 });
    template.resourcePropertiesCountIs(
      'AWS::S3::Bucket',
      { LifecycleConfiguration: { Rules: Match.arrayWith([expiring]) } },
      1,
    );
  });

  test('expires what-if results after 30 days', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ Prefix: 'what-if/', ExpirationInDays: 30, Status: 'Enabled' })]),
      },
    });
  });

  test('has an on-demand table with recovery, deletion protection and two keys-only indexes', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        GlobalSecondaryIndexes: ['listing', 'leaving'].map((IndexName) =>
          Match.objectLike({ IndexName, Projection: { ProjectionType: 'KEYS_ONLY' } }),
        ),
      },
    });
  });
});

describe('the key for hashing ids', () => {
  test('is 64 letters and digits generated at deployment, outlives the stack and is never rotated', () => {
    template.hasResource('AWS::SecretsManager::Secret', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        SecretString: Match.absent(),
      },
    });
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });
});

describe('functions', () => {
  test.each(functionNames)('%s runs on Node 24 with tracing and its own log group', (name) => {
    const { Properties } = functionOf(template, name);
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      TracingConfig: { Mode: 'Active' },
    });
    const { Ref: logGroup } = (Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup;
    expect(template.findResources('AWS::Logs::LogGroup')).toHaveProperty(logGroup);
    const loggers = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      (each) => each.Properties.LoggingConfig?.LogGroup.Ref === logGroup,
    );
    expect(loggers).toHaveLength(1);
  });

  test('keep no logs forever', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
  });

  test('leave memory for Node next to DuckDB', () => {
    const { MemorySize, Environment } = functionOf(template, 'stages/clean').Properties as {
      MemorySize: number;
      Environment: { Variables: { DUCKDB_MEMORY_MB: string } };
    };
    expect(Number(Environment.Variables.DUCKDB_MEMORY_MB) / MemorySize).toBeCloseTo(0.6, 2);
  });

  test('run on arm64 when configured', () => {
    synthesise({ architecture: 'arm64' }).allResourcesProperties('AWS::Lambda::Function', { Architectures: ['arm64'] });
  });
});

describe('what starts a run', () => {
  test('is every object created below inbox/, through a queue, with a dead-letter queue', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'inbox/' }] } },
      },
      Targets: [
        Match.objectLike({
          Input: '{"source":"aws.s3"}',
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: Match.anyValue(),
        }),
      ],
    });
  });

  test('is one execution for a batch of uploads, collected for ten seconds', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('is tried again for half a day if an execution cannot be started, and then is a dead letter', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 240, deadLetterTargetArn: Match.anyValue() },
    });
    const { Timeout } = functionOf(template, 'events/wake-workflow').Properties;
    expect(Timeout).toBeLessThan(180);
  });

  test('is a monthly schedule in the configured time zone', () => {
    synthesise({ timeZone: 'Asia/Shanghai', scheduleDay: 5 }).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 3 5 * ? *)',
      ScheduleExpressionTimezone: 'Asia/Shanghai',
      Target: Match.objectLike({ Input: '{"source":"strata.schedule"}', DeadLetterConfig: Match.anyValue() }),
    });
  });
});

describe('the workflow', () => {
  /** Widths of the maps in the deployed definition, by state. */
  function widths(context?: Record<string, unknown>): Record<string, number> {
    const [machine] = Object.values(synthesise(context).findResources('AWS::StepFunctions::StateMachine'));
    const { States } = JSON.parse(machine?.Properties.DefinitionString) as typeof definition;
    const maps = Object.entries(States).filter(([, { Type }]) => Type === 'Map');
    return Object.fromEntries(
      maps.map(([name, state]) => [name, (state as { MaxConcurrency?: number }).MaxConcurrency ?? 0]),
    );
  }

  test('runs as many functions at a time as the definition says', () => {
    expect(widths()).toEqual({
      'clean-uploads': 10,
      'maintain-buckets': 40,
      'build-all-features': 40,
      'assign-all-tiers': 40,
      'publish-all': 10,
    });
  });

  test('runs fewer where the account has less concurrency', () => {
    expect(new Set(Object.values(widths({ mapConcurrency: 5 })))).toEqual(new Set([5]));
  });

  test('calls functions by their deployed names', () => {
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));

    expect(Object.keys(machine?.Properties.DefinitionSubstitutions).toSorted()).toEqual(
      [...tasks.map(([name]) => name), 'partition'].toSorted(),
    );
  });
});

describe('the API', () => {
  test.each(routes)('$method $path needs a token with $scope', ({ method, path, scope }) => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: `${method} ${path}`,
      AuthorizationType: 'JWT',
      AuthorizationScopes: [scope],
    });
  });

  test.each(publicRoutes)('$method $path is public', ({ method, path }) => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: `${method} ${path}`,
      AuthorizationType: 'NONE',
    });
  });

  test('limits routes more strictly that do more than read the table or compute', () => {
    const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const [{ Properties, DependsOn }] = stages as [{ Properties: { RouteSettings: object }; DependsOn: string[] }];
    const costly = routes.filter(({ handler }) => !['query', 'score'].includes(handler));

    expect(Properties.RouteSettings).toEqual(
      Object.fromEntries(
        costly.map(({ method, path }) => [
          `${method} ${path}`,
          { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10, DetailedMetricsEnabled: true },
        ]),
      ),
    );
    const types = DependsOn.map((id) => template.toJSON().Resources[id].Type);
    expect(types.filter((type) => type === 'AWS::ApiGatewayV2::Route')).toHaveLength(costly.length);
  });

  test('allows no CORS origins by default, otherwise the configured ones', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    synthesise({ corsOrigins: 'https://crm.example.com,https://shop.example.com' }).hasResourceProperties(
      'AWS::ApiGatewayV2::Api',
      {
        CorsConfiguration: Match.objectLike({
          AllowOrigins: ['https://crm.example.com', 'https://shop.example.com'],
          AllowCredentials: Match.absent(),
        }),
      },
    );
    expect(() => synthesise({ corsOrigins: '*' })).toThrow(/corsOrigins/);
  });

  test('lets pages of the configured origins upload to the inbox, and no others', () => {
    template.resourcePropertiesCountIs('AWS::S3::Bucket', { CorsConfiguration: Match.anyValue() }, 0);
    const origins = ['https://crm.example.com'];
    const CorsRules = [Match.objectLike({ AllowedOrigins: origins, AllowedMethods: ['PUT'] })];
    const configured = synthesise({ corsOrigins: origins.join(',') });
    configured.resourcePropertiesCountIs('AWS::S3::Bucket', { CorsConfiguration: { CorsRules } }, 1);
  });

  test('passes the schedule to the query function', () => {
    const shanghai = synthesise({ timeZone: 'Asia/Shanghai', scheduleDay: 5, scheduleHour: 2, cacheSeconds: 60 });

    expect(functionOf(shanghai, 'api/query').Properties.Environment).toMatchObject({
      Variables: {
        SCHEDULE_DAY: '5',
        SCHEDULE_HOUR: '2',
        SCHEDULE_TIME_ZONE: 'Asia/Shanghai',
        CACHE_SECONDS: '60',
      },
    });
  });

  test('is throttled and keeps access logs', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: Match.anyValue(),
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });

  test('logs the route instead of the path, which may contain an id', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const logged = stage?.Properties.AccessLogSettings.Format.match(/\$context\.[\w.]+/g);

    expect(logged).toContain('$context.routeKey');
    expect(logged.join(' ')).not.toMatch(/path|resource|integration/i);
  });

  test('accepts the tokens of every client that is configured, each with its own scopes', () => {
    const clients = {
      reader: ['tiers/read'],
      'till-writer': ['tiers/read', 'runs/write'],
      administrator: ['tiers/read', 'runs/write', 'customers/write'],
    };
    const several = synthesise({ clients });
    const resources = several.findResources('AWS::Cognito::UserPoolClient');
    const [authorizer] = Object.values(several.findResources('AWS::ApiGatewayV2::Authorizer'));

    expect(authorizer?.Properties.JwtConfiguration.Audience).toEqual(
      expect.arrayContaining(Object.keys(resources).map((Ref) => ({ Ref }))),
    );
    expect(authorizer?.Properties.JwtConfiguration.Audience).toHaveLength(3);
    const allowed = Object.values(resources).map(({ Properties }) => [
      Properties.ClientName,
      // A scope is the resource server's identifier, joined with the name of the scope.
      Properties.AllowedOAuthScopes.map((scope: { 'Fn::Join': [string, unknown[]] }) => scope['Fn::Join'][1].at(-1)),
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      reader: ['/read'],
      'till-writer': ['/read', '/write'],
      administrator: ['/read', '/write', '/write'],
    });
    const outputs = Object.keys(several.findOutputs('*')).filter((name) => /Client/.test(name));
    expect(outputs.toSorted()).toEqual(
      ['', 'TillWriter', 'Administrator']
        .flatMap((name) => [`${name}ClientId`, `${name}ClientSecretCommand`])
        .toSorted(),
    );
  });

  test.each([
    ['an unknown scope', { reader: ['tiers/delete'] }],
    ['no scope', { reader: [] }],
    ['no client', {}],
    ['a name that is no name', { 'Reader!': ['tiers/read'] }],
  ])('refuses clients with %s', (_, clients) => {
    expect(() => synthesise({ clients })).toThrow(/clients/);
  });

  test('issues tokens to machine clients only', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });
});

describe('the alarm for a monthly run that did not happen', () => {
  test('watches what the check reports for this stack', () => {
    synthesise({ stackName: 'Staging' }).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'MonthlyRunOverdue',
      Namespace: 'Strata',
      Dimensions: [
        { Name: 'deployment', Value: 'Staging' },
        { Name: 'service', Value: 'strata' },
      ],
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(6 hours)' });
  });

  test('knows when runs are scheduled', () => {
    const shanghai = synthesise({ timeZone: 'Asia/Shanghai', scheduleDay: 5, scheduleHour: 2 });

    expect(functionOf(shanghai, 'operations/check-schedule').Properties.Environment).toMatchObject({
      Variables: { SCHEDULE_DAY: '5', SCHEDULE_HOUR: '2', SCHEDULE_TIME_ZONE: 'Asia/Shanghai' },
    });
  });
});

describe('log groups that services write to', () => {
  test('are below /aws/vendedlogs/, which takes no room in the resource policy', () => {
    const names = Object.values(template.findResources('AWS::Logs::LogGroup')).map(
      ({ Properties }) => Properties.LogGroupName,
    );
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const destinations = JSON.stringify([
      machine?.Properties.LoggingConfiguration.Destinations,
      stage?.Properties.AccessLogSettings.DestinationArn,
    ]);
    const written = Object.entries(template.findResources('AWS::Logs::LogGroup')).filter(([id]) =>
      destinations.includes(id),
    );

    expect(names.filter(Boolean).toSorted()).toEqual(['/aws/vendedlogs/apis/Strata', '/aws/vendedlogs/states/Strata']);
    expect(written.map(([, { Properties }]) => Properties.LogGroupName).toSorted()).toEqual(
      names.filter(Boolean).toSorted(),
    );
  });
});

describe('a stack name', () => {
  test.each(['aws-tiers', 'MyCognito', 'AmazonTiers', 'xn--a', 'amzn-tiers', '1st', 'a_b', 'a'.repeat(41)])(
    'that a service refuses is refused: %s',
    (stackName) => {
      expect(() => synthesise({ stackName })).toThrow(/stackName/);
    },
  );

  test('gives a domain prefix that Cognito accepts', () => {
    synthesise({ stackName: 'A'.repeat(40) }).hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: { 'Fn::Join': ['', [`${'a'.repeat(40)}-`, { Ref: 'AWS::AccountId' }]] },
    });
  });
});

describe('several stacks', () => {
  const stacksOf = (context: Record<string, unknown>) => readStacks(new App({ context }).node);

  test('share options and differ in their own', () => {
    const stacks = { Production: { timeZone: 'Asia/Shanghai' }, Staging: { scheduleDay: 2 } };

    expect(stacksOf({ scheduleDay: 5, stacks })).toMatchObject([
      { stackName: 'Production', timeZone: 'Asia/Shanghai', scheduleDay: 5 },
      { stackName: 'Staging', timeZone: 'Etc/UTC', scheduleDay: 2 },
    ]);
  });

  test('are one without `stacks`', () => {
    expect(stacksOf({ stackName: 'Tiers' })).toMatchObject([{ stackName: 'Tiers' }]);
  });

  test('refuse an option that does not exist', () => {
    expect(() => stacksOf({ stacks: { Staging: { bucket: 4 } } })).toThrow(/bucket/);
  });
});

describe('options that only the command line has', () => {
  const file = join(import.meta.dirname, '../../cdk.json');
  const forgettable = (context: Record<string, unknown>) => forgettableOptions(new App({ context }).node, file);

  test('are listed, because a later deployment forgets them', () => {
    expect(forgettable({ buckets: '4', timeZone: 'Asia/Shanghai' })).toEqual(['buckets', 'timeZone']);
  });

  test('are none by default', () => {
    expect(forgettable(JSON.parse(readFileSync(file, 'utf8')).context)).toEqual([]);
  });
});

test('an invalid option is named', () => {
  expect(() => synthesise({ scheduleDay: 31 })).toThrow(/scheduleDay/);
});
