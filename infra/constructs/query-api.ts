import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { publicRoutes } from '../../shared/http/public-routes.ts';
import { routeKey } from '../../shared/http/route.ts';
import { routes } from '../../shared/http/routes.ts';
import type { ApiClients } from './api-clients.ts';
import { type ApiFunctionsProps, apiFunctions } from './api-functions.ts';
import { vendedLogGroup } from './vended-log-group.ts';

export interface QueryApiProps extends Omit<ApiFunctionsProps, 'tokenEndpoint'> {
  /** The programs that may call the API. */
  clients: ApiClients;
  /** Requests per second, over all clients. Default: 100. */
  rateLimit?: number;
  /** Burst above that rate, in requests. Default: 200. */
  burstLimit?: number;
  /** Origins whose web pages may call the API. Default: none. */
  corsOrigins?: string[];
  /** Default: three months. */
  logRetention?: RetentionDays;
}

/** Functions that only read the table or memory. */
const cheap: readonly string[] = ['query', 'score'];
/** Rate limit of all other routes: requests per second, and burst above that rate. */
const COSTLY_RATE = 5;
const COSTLY_BURST = 10;

/** The HTTP API of `shared/http/routes.ts`, for clients with a token for the route's scope. */
export class QueryApi extends Construct {
  readonly stage: HttpStage;
  /** Base URL without a slash at its end, so that paths can be appended. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: QueryApiProps) {
    super(scope, id);
    const { pool, clients } = props.clients;
    const api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      description: 'Customer tiers and runs',
      createDefaultStage: false,
      defaultAuthorizer: new HttpUserPoolAuthorizer('Tokens', pool, { userPoolClients: Object.values(clients) }),
      ...(props.corsOrigins?.length && { corsPreflight: corsFor(props.corsOrigins) }),
    });
    const costly = this.addRoutes(api, props);
    this.stage = this.publish(api, props, costly);
    this.url = `https://${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  }

  /** @returns the routes of functions that are not `cheap`, by route key */
  private addRoutes(api: HttpApi, props: QueryApiProps): Map<string, HttpRoute> {
    const integrations = apiFunctions(this, { ...props, tokenEndpoint: props.clients.tokenEndpoint });
    const costly = new Map<string, HttpRoute>();
    for (const { method, path, scope, handler } of routes) {
      const integration = integrations[handler];
      const authorizationScopes = [scope];
      const [route] = api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizationScopes });
      if (route && !cheap.includes(handler)) costly.set(routeKey({ method, path }), route);
    }
    for (const { method, path, handler } of publicRoutes) {
      const integration = integrations[handler];
      const authorizer = new HttpNoneAuthorizer();
      for (const route of api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizer })) {
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason: 'The API description is public and contains no data',
        });
      }
    }
    return costly;
  }

  private publish(api: HttpApi, props: QueryApiProps, costly: ReadonlyMap<string, HttpRoute>): HttpStage {
    const { rateLimit = 100, burstLimit = 200, logRetention } = props;
    const accessLogs = vendedLogGroup(this, 'AccessLogs', 'apis', logRetention);
    const stage = new HttpStage(this, 'Stage', {
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
    const limits = {
      ThrottlingRateLimit: COSTLY_RATE,
      ThrottlingBurstLimit: COSTLY_BURST,
      DetailedMetricsEnabled: true,
    };
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...costly.keys()].map((key) => [key, limits]),
    );
    // API Gateway rejects settings of a route that does not exist yet.
    stage.node.addDependency(...costly.values());
    return stage;
  }
}

/** Tokens are sent in a header, so credentials (cookies) are not allowed. */
const corsFor = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'if-none-match'],
  exposeHeaders: ['etag'],
  maxAge: Duration.hours(1),
});
