import { Aws, CfnCondition, Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Scope, scopes } from '../../shared/http/routes.ts';

export interface ApiClientsProps {
  /** Client name → the scopes that its tokens may have. */
  clients: Readonly<Record<string, readonly Scope[]>>;
}

/** The user pool with the API's clients: programs with a secret of their own. */
export class ApiClients extends Construct {
  readonly pool: UserPool;
  /** By the client's name. */
  readonly clients: Readonly<Record<string, UserPoolClient>>;
  readonly tokenEndpoint: string;

  constructor(scope: Construct, id: string, props: ApiClientsProps) {
    super(scope, id);
    this.pool = this.clientPool();
    const oauthScopes = this.oauthScopes();
    this.clients = Object.fromEntries(
      Object.entries(props.clients).map(([name, allowed]) => [
        name,
        this.pool.addClient(name, {
          userPoolClientName: name,
          generateSecret: true,
          oAuth: { flows: { clientCredentials: true }, scopes: allowed.map((each) => oauthScopes[each]) },
          accessTokenValidity: Duration.hours(1),
          preventUserExistenceErrors: true,
        }),
      ]),
    );
    this.tokenEndpoint = this.addTokenEndpoint();
  }

  /** A shell command that prints a client's secret. */
  secretCommand({ userPoolClientId }: UserPoolClient): string {
    return (
      `aws cognito-idp describe-user-pool-client --user-pool-id ${this.pool.userPoolId} ` +
      `--client-id ${userPoolClientId} --query UserPoolClient.ClientSecret --output text`
    );
  }

  private clientPool(): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: `${Stack.of(this).stackName}-clients`,
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
    const noUsers = 'The pool has machine clients that authenticate with a secret, and no users who sign in';
    for (const rule of ['COG2', 'COG3', 'COG8']) {
      Validations.of(pool).acknowledge({ id: `AwsSolutions-${rule}`, reason: noUsers });
    }
    return pool;
  }

  /** Every scope of the API, whether or not a client has it. */
  private oauthScopes(): Record<Scope, OAuthScope> {
    const defined = scopes.map((scope) => {
      const [server = '', scopeName = ''] = scope.split('/');
      const allowed = new ResourceServerScope({ scopeName, scopeDescription: `May call routes that need ${scope}` });
      const resourceServer = this.pool.addResourceServer(server, { identifier: server, scopes: [allowed] });
      return [scope, OAuthScope.resourceServer(resourceServer, allowed)] as const;
    });
    return Object.fromEntries(defined) as Record<Scope, OAuthScope>;
  }

  private addTokenEndpoint(): string {
    // Domain prefixes are unique per region across all AWS accounts; the account number avoids collisions.
    const domainPrefix = `${Stack.of(this).stackName.toLowerCase()}-${Aws.ACCOUNT_ID}`;
    const { domainName } = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    // GovCloud has domains with FIPS endpoints only.
    const isGov = new CfnCondition(this, 'IsGovCloud', { expression: Fn.conditionEquals(Aws.PARTITION, 'aws-us-gov') });
    const label = Fn.conditionIf(isGov.logicalId, 'auth-fips', 'auth').toString();
    return `https://${domainName}.${label}.${Aws.REGION}.amazoncognito.com/oauth2/token`;
  }
}
