import fc from 'fast-check';
import { z } from 'zod';
import { day, foreignId, moment, uglyNumber, uglyText } from './hostile';

/** What of a JSON schema (draft 2020-12) zod writes, as far as it says what values there are. */
interface Shape {
  type?: string | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  anyOf?: Shape[] | undefined;
  oneOf?: Shape[] | undefined;
  allOf?: Shape[] | undefined;
  properties?: Record<string, Shape> | undefined;
  required?: string[] | undefined;
  items?: Shape | undefined;
  prefixItems?: Shape[] | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  format?: string | undefined;
  pattern?: string | undefined;
}

const Shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(Shape).optional(),
    oneOf: z.array(Shape).optional(),
    allOf: z.array(Shape).optional(),
    properties: z.record(z.string(), Shape).optional(),
    required: z.array(z.string()).optional(),
    // False where a tuple ends.
    items: Shape.optional().catch(undefined),
    prefixItems: z.array(Shape).optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
  }),
);

const LIST_MAX = 5;

/**
 * Inputs that a schema takes or nearly takes: of its shape, within its bounds and at their ends, with words that it has no pattern
 * against. What a refinement would refuse is not known here, and comes as well.
 * @param given.known texts that are something's id, token or name where it is sent
 */
export function fromSchema(schema: z.ZodType, given: { known: string[] }): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return valuesOf(Shape.parse(json), given.known);
}

function valuesOf(shape: Shape, known: string[]): fc.Arbitrary<unknown> {
  if ('const' in shape && shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum?.length) return fc.constantFrom(...shape.enum);
  const ways = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  if (ways?.length) return fc.oneof(...ways.map((way) => valuesOf(way, known)));
  switch (shape.type) {
    case 'object':
      return objectOf(shape, known);
    case 'array':
      return listOf(shape, known);
    case 'string':
      return textOf(shape, known);
    case 'integer':
    case 'number':
      return numberOf(shape);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf({ properties = {}, required = [] }: Shape, known: string[]) {
  const fields = Object.entries(properties).map(([name, shape]) => {
    const value = valuesOf(shape, known);
    // More often there than not: most of what can go wrong takes the fields together.
    const field = required.includes(name) ? value : fc.option(value, { nil: undefined, freq: 3 });
    return [name, field] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

function listOf({ items, prefixItems, minItems = 0, maxItems = LIST_MAX }: Shape, known: string[]) {
  if (prefixItems) return fc.tuple(...prefixItems.map((item) => valuesOf(item, known)));
  const item = items ? valuesOf(items, known) : fc.jsonValue();
  return fc.array(item, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, LIST_MAX)) });
}

function textOf({ format, pattern, minLength = 0, maxLength }: Shape, known: string[]): fc.Arbitrary<string> {
  const familiar = known.length ? [{ weight: 3, arbitrary: fc.constantFrom(...known) }] : [];
  switch (format) {
    case 'uuid':
      return fc.oneof({ weight: 2, arbitrary: foreignId }, ...familiar);
    case 'date-time':
      return moment;
    case 'date':
      return day;
    case 'email':
      return fc.emailAddress();
    case 'uri':
      return fc.oneof(
        fc.webUrl(),
        fc.constantFrom('https://', 'javascript:1', 'http://[::1]:0', 'https://a\0b'),
      );
    default:
  }
  const fitting = uglyText.map((text) => text.padEnd(minLength, 'a').slice(0, maxLength));
  const fullest = uglyText.map((text) =>
    maxLength ? (text || 'a').repeat(maxLength).slice(0, maxLength) : text,
  );
  const matching = pattern === undefined ? [] : matchingOf(pattern);
  return fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 1, arbitrary: (maxLength ?? 0) <= 10_000 ? fullest : fitting },
    ...matching,
    ...familiar,
  );
}

/** Nothing for a pattern of which fast-check does not know how to make texts. */
function matchingOf(pattern: string) {
  try {
    return [{ weight: 6, arbitrary: fc.stringMatching(new RegExp(pattern)) }];
  } catch {
    return [];
  }
}

function numberOf({ type, minimum, maximum }: Shape): fc.Arbitrary<number> {
  const [min, max] = [minimum ?? Number.MIN_SAFE_INTEGER, maximum ?? Number.MAX_SAFE_INTEGER];
  const within = type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
  return fc.oneof(
    { weight: 4, arbitrary: within },
    { weight: 2, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, max + 1) },
    { weight: 1, arbitrary: uglyNumber },
  );
}
