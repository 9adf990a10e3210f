import * as z from 'zod';
import { problemKinds, problemType } from '../../../shared/http/problem.ts';

export type JsonSchema = Record<string, unknown>;

const kinds = Object.keys(problemKinds) as (keyof typeof problemKinds)[];

export const problemSchema = z
  .looseObject({
    type: z.enum(kinds.map(problemType)).meta({ description: 'Identifies the kind of problem; never changes' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong and what to do' }),
    run_id: z.string().optional().meta({ description: 'The run that the response comes from' }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'For an invalid request: each invalid field' }),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457)' });

export const gatewayMessage = z
  .looseObject({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'An error that API Gateway returns itself, without calling a function' });

/** All named schemas: request and response bodies, and events. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => reference(id).$ref, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, tidy(schema as JsonSchema)]));
}

/** @throws {Error} when the schema has no name */
export function referenceTo(schema: z.ZodType): { $ref: string } {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('The schema of a body has no id');
  return reference(id);
}

const reference = (id: string) => ({ $ref: `#/components/schemas/${id}` });

/**
 * The JSON Schema of a schema without a name.
 * @param io whether it describes values as they are sent, or as parsed. Default: as parsed
 */
export const inlineSchema = (schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema =>
  tidy(z.toJSONSchema(schema, { io }) as JsonSchema);

/** Removes members that do not belong into a subschema, and the pattern that duplicates `format: date`. */
function tidy({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_, value) => {
    if (value?.format !== 'date') return value;
    const { pattern, ...rest } = value;
    return rest;
  });
}
