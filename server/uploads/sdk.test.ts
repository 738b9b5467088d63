import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createRouteHandler, createUploadthing } from 'uploadthing/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { HERE, localToken } from './token';

const ONES_OWN = 500;

/**
 * Next's `cookies()` finds its request by the async context, and so does anything else that is not handed in. With the version of
 * effect that the SDK names, requests at the same moment find one another's.
 */
test('of 500 requests at the same moment none sees the context of another', async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: [string | null, string | undefined][] = [];
  const route = createUploadthing();
  const handler = createRouteHandler({
    router: {
      any: route(['image/png'])
        .middleware(async ({ req }) => {
          await new Promise((resolve) => setImmediate(resolve));
          seen.push([req.headers.get('x-who'), context.getStore()]);
          return {};
        })
        .onUploadComplete(() => undefined),
    },
    config: {
      token: localToken('a secret').token,
      ingestUrl: HERE,
      callbackUrl: HERE,
      fetch: async () => Response.json({ ok: true }),
      isDev: false,
      handleDaemonPromise: 'await',
      logLevel: 'None',
    },
  });
  const body = JSON.stringify({ files: [{ name: 'a.png', size: 1, type: 'image/png' }], input: null });
  const ask = (who: string) =>
    context.run(who, () =>
      handler(
        new Request(`${HERE}/x?actionType=upload&slug=any`, {
          method: 'POST',
          headers: { 'x-who': who, 'content-type': 'application/json' },
          body,
        }),
      ),
    );
  await Promise.all(Array.from({ length: ONES_OWN }, (_, n) => ask(`person ${n}`)));
  expect(seen).toHaveLength(ONES_OWN);
  expect(seen.filter(([asked, found]) => asked !== found)).toEqual([]);
}, 120_000);

test('the SDK runs on the effect that the overrides of package.json name', async () => {
  const Package = z.object({ version: z.string(), overrides: z.object({ effect: z.string() }).optional() });
  const read = async (path: string) => Package.parse(JSON.parse(await readFile(path, 'utf8')));
  const ofSdk = createRequire(createRequire(import.meta.url).resolve('uploadthing/server'));
  const { overrides } = await read('package.json');
  expect((await read(ofSdk.resolve('effect/package.json'))).version).toBe(overrides?.effect);
});
