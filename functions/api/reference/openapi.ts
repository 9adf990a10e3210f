import { events } from '../../../shared/domain/run/events.ts';
import type { Route, Scope } from '../../../shared/http/route.ts';
import { routes } from '../../../shared/http/routes.ts';
import { openApiResponses } from './responses.ts';
import { inlineSchema, namedSchemas, referenceTo } from './schemas.ts';

const scopeMeanings: Record<Scope, string> = {
  'tiers/read': 'Read customers, tiers and runs',
  'runs/write': 'Upload files and start runs',
  'customers/write': 'Change and erase data of single customers',
};

const eventNames = Object.entries(events)
  .map(([type, schema]) => `${type} as \`${schema.meta()?.id}\``)
  .join(', ');

/**
 * Generates the OpenAPI description from the schemas that validate requests.
 * @param tokenEndpoint URL of the token endpoint; relative if the same host issues tokens
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(tokenEndpoint: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes as readonly Route[]) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  const clientCredentials = { tokenUrl: tokenEndpoint, scopes: scopeMeanings };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Strata',
      version: '1',
      summary: 'Customer tiers, and the runs that assign them',
      description: `Every response comes from one run and names it, even while the next run is being published. Errors are RFC 9457 problem documents. The schemas include the events that Strata puts on EventBridge with source \`strata\`: ${eventNames}.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: ['customers', 'tiers', 'segments', 'clusters', 'movement', 'runs', 'uploads', 'score'].map((name) => ({
      name,
    })),
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: { client: { type: 'oauth2', flows: { clientCredentials } } },
    },
  };
}

function operation(route: Route) {
  const { path, scope, operation, summary, description, body } = route;
  return {
    operationId: operation,
    tags: [path.split('/')[2] ?? ''],
    summary,
    description: [description, `Needs the scope \`${scope}\`.`].filter(Boolean).join('\n\n'),
    security: [{ client: [scope] }],
    parameters: parameterObjects(route),
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: referenceTo(body) } },
      },
    }),
    responses: openApiResponses(route),
  };
}

function parameterObjects({ parameters = {}, query, response }: Route): object[] {
  const inPath = Object.entries(parameters).map(([name, schema]) => {
    const { description, ...rest } = inlineSchema(schema, 'input');
    return { name, in: 'path', required: true, description, schema: rest };
  });
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = inlineSchema(schema);
    return { name, in: 'query', required: !schema.safeParse(undefined).success, description, schema: rest };
  });
  const ifNoneMatch = {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of the cached response',
    schema: { type: 'string' },
  };
  return [...inPath, ...inQuery, ...(response.cacheable ? [ifNoneMatch] : [])];
}
