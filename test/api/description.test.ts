import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { routes } from '../../shared/http/routes.ts';
import { description, operations, schemaErrors } from './description.ts';

describe('the OpenAPI description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();

    const { valid, errors } = await validator.validate(structuredClone(description));

    expect(errors).toBeUndefined();
    expect({ valid, version: validator.version }).toEqual({ valid: true, version: '3.1' });
  });

  it('has every route, with the scope it needs', () => {
    const described = operations.map(({ method, path, operation }) => ({
      route: `${method} ${path}`,
      scopes: operation.security.map(({ client }) => client),
    }));

    expect(described).toEqual(
      expect.arrayContaining(
        routes.map(({ method, path, scope }) => ({ route: `${method} ${path}`, scopes: [[scope]] })),
      ),
    );
    expect(described).toHaveLength(routes.length);
  });

  it('gives every operation a unique name', () => {
    const names = operations.map(({ operation }) => operation.operationId);

    expect(new Set(names).size).toBe(names.length);
  });

  it.each(operations)('names every parameter in the path of $method $path', ({ path, operation }) => {
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);

    expect(path.match(/\{\w+\}/g) ?? []).toEqual(inPath);
  });
});

describe('examples', () => {
  const bodies = operations.flatMap(({ method, path, operation }) =>
    [
      operation.requestBody,
      ...Object.entries(operation.responses)
        .filter(([status]) => status < '300')
        .map(([, it]) => it),
    ]
      .flatMap((body) => (body?.content ? [body.content['application/json']?.schema] : []))
      .map((schema) => [`${method} ${path}`, schema?.$ref.split('/').at(-1) ?? ''] as const),
  );
  const { schemas } = description.components;

  it.each(bodies)('of %s exist for %s and match its schema', (_, name) => {
    const examples = schemas[name]?.examples as unknown[] | undefined;

    expect(examples).not.toHaveLength(0);
    for (const example of examples ?? [undefined]) {
      expect(schemaErrors(example, { $ref: `#/components/schemas/${name}` })).toEqual([]);
    }
  });
});
