import { pino } from 'pino';
import { errorText } from './jobs/error-text';

export type Log = pino.Logger;

const SECRETS = ['password', 'token', 'ticket', 'cookie', 'authorization', 'email'];

/**
 * Structured lines, on stdout unless told otherwise. What could be a secret is removed here too, in case a caller
 * forgets. An error goes under `error`.
 */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination(1)): Log {
  const options: pino.LoggerOptions = {
    level,
    serializers: { error: describeError },
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`)], censor: '[removed]' },
  };
  return pino(options, destination);
}

/**
 * What a log may say of an error and of its causes. Drizzle writes the parameters of a failed statement into message
 * and stack, PostgreSQL the values of a row into its detail: people's addresses, hashes of passwords and tokens.
 */
function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: errorText(error) };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...('code' in error && { code: errorText(error.code) }),
    ...('query' in error && 'params' in error ? { statement: error.query } : { message: errorText(error) }),
    stack: frames.slice(0, 12).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 4 && { cause: describeError(error.cause, depth + 1) }),
  };
}
