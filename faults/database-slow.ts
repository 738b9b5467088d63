import { ChaosProxy } from '@/db/testing/chaos-proxy';
import type { Fault, Finding } from './fault';
import { hurtDatabase } from './refusing';
import { setStage } from './stage';

/** Milliseconds for a transaction whose every statement comes just in time, and for its connection (db/connection/limits.ts). */
const TRANSACTION_LIMIT = 33_000;

/**
 * The way to the database is slow: its answers come a byte every 5 ms; then nothing passes at all for ten seconds, and the
 * connections stay open.
 *
 * Nobody waits longer than the limits say, which end what is too late as UNCERTAIN or UNAVAILABLE; the process says that it lives;
 * and what was acknowledged is there.
 */
export const databaseSlow: Fault = {
  name: 'database-slow',
  async run(ground) {
    let proxy: ChaosProxy | undefined;
    const through = async (databaseUrl: string) => {
      const url = new URL(databaseUrl);
      const begun = await ChaosProxy.start(Number(url.port));
      proxy = begun;
      ground.onEnd(() => begun.close());
      url.port = String(begun.port);
      return url.href;
    };
    const stage = await setStage(ground, { through });
    const way = proxy;
    if (!way) throw new Error('the app does not go through the proxy');
    const hurt = (how: 'drip' | 'stall', given: { milliseconds: number; longest?: number }) =>
      hurtDatabase(ground, {
        ...{ stage, ...given },
        hurt: async () => way[how](true),
        heal: async () => way[how](false),
      });
    const dripping = await hurt('drip', { milliseconds: 6_000, longest: TRANSACTION_LIMIT });
    const stalled = await hurt('stall', { milliseconds: 10_000 });
    return [...named('a byte at a time', dripping.findings), ...named('nothing passes', stalled.findings)];
  },
};

const named = (what: string, findings: Finding[]) =>
  findings.map((finding) => ({ ...finding, must: `${what}: ${finding.must}` }));
