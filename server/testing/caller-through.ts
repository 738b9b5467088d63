import { type Caller, createCaller } from '@/server/router';

/** A caller whose calls go another way: `send` gets the path of each, as it stands in a URL, and what it takes. */
export function callerThrough(send: (path: string, input: unknown) => Promise<unknown>): Caller {
  return step([], send);
}

function step(path: string[], send: (path: string, input: unknown) => Promise<unknown>): Caller {
  const nobody = createCaller(() => {
    throw new Error('nothing is sent');
  });
  return new Proxy(nobody, {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? step([...path, name], send) : undefined),
    apply: (_, __, [input]: unknown[]) => send(path.join('.'), input),
  });
}
