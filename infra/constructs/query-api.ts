import { Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { routes } from '../../shared/routes.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';
import type { WorkflowName } from './workflow-name.ts';

export interface QueryApiProps {
  table: Table;
  workflow: WorkflowName;
  /** What ids are hashed with. */
  idKey: Secret;
  architecture: StageFunctionProps['architecture'];
  /** Requests per second over all clients. Default: 100. */
  rateLimit?: number;
  /** Requests at once above that rate. Default: 200. */
  burstLimit?: number;
  /** Default: three months. */
  logRetention?: RetentionDays;
}

/** The HTTP API of `shared/routes.ts`, for clients that hold a token with the route's scope. */
export class QueryApi extends Construct {
  readonly stage: HttpStage;
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly tokenEndpoint: string;
  /** Shell command that prints the client's secret. */
  readonly secretCommand: string;

  constructor(scope: Construct, id: string, props: QueryApiProps) {
    super(scope, id);
    this.pool = this.clientPool();
    this.client = this.addClient();
    // One domain prefix exists once per region for all of AWS; the account number keeps it our own.
    const domainPrefix = `${Stack.of(this).stackName.toLowerCase()}-${Aws.ACCOUNT_ID}`;
    this.tokenEndpoint = `${this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } }).baseUrl()}/oauth2/token`;
    this.secretCommand =
      `aws cognito-idp describe-user-pool-client --user-pool-id ${this.pool.userPoolId} ` +
      `--client-id ${this.client.userPoolClientId} --query UserPoolClient.ClientSecret --output text`;

    const api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      description: 'Customer tiers and runs',
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('Tokens', this.pool, { userPoolClients: [this.client] }),
    });
    this.addRoutes(api, props);
    this.stage = this.publish(api, props);
  }

  private addRoutes(api: HttpApi, { table, workflow, idKey, architecture }: QueryApiProps): void {
    const define = (name: string) =>
      new StageFunction(this, name, { name, architecture, timeout: Duration.seconds(15) });
    const integrations = {
      'query-api': new HttpLambdaIntegration('Query', define('query-api').readsTable(table).readsIdKey(idKey).function),
      'start-run': new HttpLambdaIntegration('Start', define('start-run').startsRuns(workflow).function),
    };
    for (const { method, path, scope, handler } of routes) {
      api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations[handler],
        authorizationScopes: [scope],
      });
    }
  }

  private publish(api: HttpApi, props: QueryApiProps): HttpStage {
    const { rateLimit = 100, burstLimit = 200, logRetention = RetentionDays.THREE_MONTHS } = props;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            time: '$context.requestTime',
            client: '$context.authorizer.claims.client_id',
            ip: '$context.identity.sourceIp',
            route: '$context.routeKey',
            status: '$context.status',
            milliseconds: '$context.responseLatency',
            error: '$context.error.message',
          }),
        ),
      },
    });
  }

  private clientPool(): UserPool {
    const pool = new UserPool(this, 'Clients', {
      selfSignUpEnabled: false,
      passwordPolicy: {
        minLength: 16,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const noUsers = 'The pool holds machine clients that prove themselves by their secret, and no users who sign in';
    for (const rule of ['COG2', 'COG3', 'COG8']) {
      Validations.of(pool).acknowledge({ id: `AwsSolutions-${rule}`, reason: noUsers });
    }
    return pool;
  }

  private addClient(): UserPoolClient {
    const scopes = [...new Set(routes.map(({ scope }) => scope))].map((scope) => {
      const [server = '', scopeName = ''] = scope.split('/');
      const allowed = new ResourceServerScope({ scopeName, scopeDescription: `May call routes that need ${scope}` });
      const resourceServer = this.pool.addResourceServer(server, { identifier: server, scopes: [allowed] });
      return OAuthScope.resourceServer(resourceServer, allowed);
    });
    return this.pool.addClient('Client', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes },
      accessTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
  }
}
