import type { Line } from '@/bench/line';
import { compare, inRounds, median, percentile } from '@/bench/rounds';
import type { World } from '@/bench/world';
import { checkPasswords } from './check-passwords';
import { whileProbing } from './probe';

const CONNECTIONS = 8;
const SECONDS = 2.5;

/**
 * Sign-ins by password a second, beside a processor that does nothing but check passwords; and how long an answer
 * that needs nothing waits meanwhile.
 */
export async function signIns(world: World): Promise<Line[]> {
  const { port } = await world.app();
  const load = (visit: 'prove' | 'signIn', seconds = SECONDS) =>
    world.load().run({ visit, port, connections: CONNECTIONS, seconds });
  await load('signIn', 1);

  const rounds = await inRounds(async () => ({
    alone: { rate: await checkPasswords(SECONDS) },
    prove: await whileProbing(port, () => load('prove')),
    signIn: await whileProbing(port, () => load('signIn')),
  }));
  const alone = { best: rounds.map((round) => round.alone), as: 'argon2id alone' };
  const waits = rounds.flatMap(({ prove, signIn }) => [...prove.waits, ...signIn.waits]);
  return [
    {
      name: 'passwords proven (start, password)',
      ...compare({ ours: rounds.map(({ prove }) => prove.result), ...alone }),
      wanted: { leastRatio: 0.85 },
    },
    {
      name: 'people signed in (start, password, csrf, callback)',
      ...compare({ ours: rounds.map(({ signIn }) => signIn.result), ...alone }),
    },
    {
      name: '/api/health/live meanwhile',
      value: median(waits),
      unit: 'ms',
      wanted: { most: 50 },
      note: `median of ${waits.length}, p99 ${percentile(waits, 0.99).toFixed(1)} ms`,
    },
  ];
}
