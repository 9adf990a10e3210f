import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { publicRoutes } from '../../shared/http/public-routes.ts';
import { routes, scopes } from '../../shared/http/routes.ts';
import { tasks } from './definition.ts';
import { functionOf, synthesise } from './synthesis.ts';

const template = synthesise();
const apiFunctions = [...routes, ...publicRoutes].map(({ handler }) => `api/${handler}`);
const functionNames = [
  ...new Set([...tasks.map(([name]) => `stages/${name}`), ...apiFunctions, 'events/wake-workflow']),
];

describe('the stack', () => {
  test.each([
    ['AWS::S3::Bucket', 2],
    ['AWS::DynamoDB::Table', 1],
    ['AWS::Lambda::Function', functionNames.length],
    ['AWS::IAM::Role', functionNames.length + 2],
    ['AWS::StepFunctions::StateMachine', 1],
    ['AWS::Events::Rule', 1],
    ['AWS::Scheduler::Schedule', 1],
    ['AWS::SQS::Queue', 2],
    ['AWS::ApiGatewayV2::Api', 1],
    ['AWS::ApiGatewayV2::Route', routes.length + publicRoutes.length],
    ['AWS::ApiGatewayV2::Authorizer', 1],
    ['AWS::Cognito::UserPool', 1],
    ['AWS::Cognito::UserPoolResourceServer', new Set(scopes.map((scope) => scope.split('/')[0])).size],
    ['AWS::Cognito::UserPoolClient', 1],
    ['AWS::CloudWatch::Alarm', 5],
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

  test('issues tokens to machine clients only', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });
});

test('an invalid option is named', () => {
  expect(() => synthesise({ scheduleDay: 31 })).toThrow(/scheduleDay/);
});
