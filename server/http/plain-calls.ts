import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
  type TRPCProcedureType,
} from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { recordInto } from '@/db/recorder';
import type { Context } from '@/server/context';
import { appRouter } from '@/server/router';
import { BODY_LIMIT } from './request-body';
import { tellCost } from './server-timing';

/** Calls as pages and apps send them: one, or a batch of one kind, with JSON for input, and an answer in one piece. */
export interface PlainCalls {
  type: 'query' | 'mutation';
  isBatch: boolean;
  paths: string[];
  /** Of each call its input, as it came. */
  inputs: unknown[];
}

/** What a request can be read as, and what of its body was read meanwhile. */
export interface Reading {
  /** Undefined where tRPC's adapter knows better what to say. */
  calls?: PlainCalls;
  body?: string;
}

const TYPES = new Map(Object.entries(appRouter._def.procedures).map(([path, it]) => [path, typeOf(it)]));

/**
 * Reads a request of procedures without what tRPC's adapter makes of it first, a Request and a Response of the Fetch standard with their
 * streams, which takes longer than most procedures do. Whatever is not plain, and whatever is wrong with it, is left to the adapter.
 * @param given.path behind the prefix, as it stands in the address
 * @param given.most calls in a batch
 */
export async function readPlainCalls(
  request: IncomingMessage,
  { path, search, most }: { path: string; search: URLSearchParams; most: number },
): Promise<Reading> {
  const { method, headers } = request;
  // Streams of lines are asked for by either.
  if (headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl')) return {};
  const isBatch = search.get('batch') === '1';
  const paths = decodedPaths(path, { isBatch });
  const [type] = new Set(paths.map((each) => TYPES.get(each)));
  const isOne = paths.every((each) => TYPES.get(each) === type);
  if (!isOne || paths.length > most || search.has('connectionParams')) return {};
  if (type === 'query' && method === 'GET') {
    const inputs = inputsOf(search.get('input') ?? '', { isBatch, count: paths.length });
    return inputs ? { calls: { type, isBatch, paths, inputs } } : {};
  }
  if (type !== 'mutation' || method !== 'POST' || !hasJsonBody(request)) return {};
  const body = await readBody(request);
  const inputs = inputsOf(body, { isBatch, count: paths.length });
  return inputs ? { calls: { type, isBatch, paths, inputs }, body } : { body };
}

/**
 * Carries out the calls, all of a batch at once, and answers as the adapter would: each call for itself, with one status for
 * all, or 207 where they differ.
 * @param headersOf what the head says of the calls that were refused
 */
export async function answerPlainCalls(
  response: ServerResponse,
  { type, isBatch, paths, inputs }: PlainCalls,
  { context, headersOf }: { context: Context; headersOf(refusals: TRPCError[]): Headers },
): Promise<void> {
  const answerAt = (path: string, at: number) => answerOf({ type, path, input: inputs[at], at }, context);
  const answers = await recordInto(context.statements, () => Promise.all(paths.map(answerAt)));
  const refusals = answers.map(({ refusal }) => refusal).filter((refusal) => refusal !== undefined);
  const [status, ...others] = new Set(answers.map((answer) => answer.status));
  const bodies = answers.map(({ body }) => body);
  const text = JSON.stringify(isBatch ? bodies : bodies[0]);
  if (refusals.length > 0) response.setHeaders(headersOf(refusals));
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Vary', 'trpc-accept, accept');
  tellCost(response, context);
  response.statusCode = others.length > 0 ? 207 : (status ?? 200);
  response.end(text);
}

async function answerOf(
  { type, path, input, at }: { type: TRPCProcedureType; path: string; input: unknown; at: number },
  ctx: Context,
) {
  try {
    const data: unknown = await callTRPCProcedure({
      router: appRouter,
      type,
      path,
      ctx,
      getRawInput: async () => input,
      batchIndex: at,
      // Only streams ask whether anybody is left, and they are the adapter's.
      signal: undefined,
    });
    return { status: 200, body: { result: { data } } };
  } catch (cause) {
    const refusal = getTRPCErrorFromUnknown(cause);
    const config = appRouter._def._config;
    const error = getTRPCErrorShape({ config, error: refusal, type, path, input, ctx });
    return { status: getHTTPStatusCodeFromError(refusal), body: { error }, refusal };
  }
}

function decodedPaths(path: string, { isBatch }: { isBatch: boolean }) {
  // That it can be decoded has been looked at, in the address as it came.
  const decoded = path.includes('%') ? decodeURIComponent(path) : path;
  return isBatch ? decoded.split(',') : [decoded];
}

/** Of each call its input, or undefined where the text cannot be read as such. */
function inputsOf(text: string, { isBatch, count }: { isBatch: boolean; count: number }) {
  if (text === '') return Array<unknown>(count).fill(undefined);
  try {
    const json: unknown = JSON.parse(text);
    if (!isBatch) return [json];
    // A list is no record, although it has numbers for keys.
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const inputs = new Map(Object.entries(json));
    return Array.from({ length: count }, (_, at): unknown => inputs.get(String(at)));
  } catch {
    return undefined;
  }
}

/** Whether there is one, whose length is known and not too much. */
function hasJsonBody({ headers }: IncomingMessage) {
  const type = headers['content-type']?.toLowerCase().split(';', 1)[0]?.trim();
  const length = Number(headers['content-length']);
  return type === 'application/json' && length > 0 && length <= BODY_LIMIT;
}

/** Never settles where the client goes before all of it has come: nobody is left to be answered. */
function readBody(request: IncomingMessage) {
  return new Promise<string>((resolve) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => resolve(Buffer.concat(parts).toString()));
  });
}

function typeOf(procedure: unknown): TRPCProcedureType | undefined {
  const definition: unknown = Reflect.get(Object(procedure), '_def');
  const type: unknown = Reflect.get(Object(definition), 'type');
  return type === 'query' || type === 'mutation' || type === 'subscription' ? type : undefined;
}
