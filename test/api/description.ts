import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../functions/api/reference/openapi.ts';

export const description = openApiDocument('/oauth2/token');

/** The parts of an operation that tests read. */
export interface Operation {
  operationId: string;
  security: { client: string[] }[];
  parameters: { name: string; in: string; schema: object }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, { headers?: object; content?: Record<string, { schema: { $ref: string } }> }>;
}

/** All operations with method and path. */
export const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation: operation as Operation,
  })),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, 'openapi');

/** Validates a value with a schema of the description. @returns the errors; empty if the value is valid */
export function schemaErrors(value: unknown, { $ref }: { $ref: string }): ErrorObject[] {
  const validate = ajv.compile({ $ref: `openapi${$ref}` });
  validate(value);
  return validate.errors ?? [];
}
