import * as z from 'zod';
import { problemKinds, problemType } from '../../../shared/http/problem.ts';

export type JsonSchema = Record<string, unknown>;

const kinds = Object.keys(problemKinds) as (keyof typeof problemKinds)[];

export const problemSchema = z
  .looseObject({
    type: z.enum(kinds.map(problemType)).meta({ description: 'Tells one kind of problem from another; never changes' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong here, and what to do' }),
    run_id: z.string().optional().meta({ description: 'The run that the answer comes from' }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Of a request that is not understood: each field that is wrong' }),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457)' });

export const gatewayMessage = z
  .looseObject({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'What API Gateway itself answers with, before a function is asked' });

/** Every schema that has a name: of the API's bodies, and of the events. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: (id) => reference(id).$ref, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, tidy(schema as JsonSchema)]));
}

/** @throws {Error} when the schema has no name */
export function referenceTo(schema: z.ZodType): { $ref: string } {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('A schema of a body has no id');
  return reference(id);
}

const reference = (id: string) => ({ $ref: `#/components/schemas/${id}` });

/** A schema without a name, as a value that has passed it. */
export const inlineSchema = (schema: z.ZodType): JsonSchema => tidy(z.toJSONSchema(schema) as JsonSchema);

/** Without what a part of a larger document does not say, and without the expression that spells out `format: date`. */
function tidy({ $schema, $id, ...schema }: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_, value) => {
    if (value?.format !== 'date') return value;
    const { pattern, ...rest } = value;
    return rest;
  });
}
