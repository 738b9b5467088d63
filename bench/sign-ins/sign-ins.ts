import type { Line } from '@/bench/line';
import { compare, inRounds, median, percentile } from '@/bench/rounds';
import type { World } from '@/bench/world';
import { checkPasswords } from './check-passwords';
import { whileProbing } from './probe';

const CONNECTIONS = 8;
/** So many sign-ins at once, while the health of the app is asked for. */
const CROWD = 50;
const SECONDS = 2.5;

/**
 * Sign-ins by password a second, beside processors that do nothing but check passwords; and how long an answer that
 * needs nothing waits while a crowd signs in.
 */
export async function signIns(world: World): Promise<Line[]> {
  const { port } = await world.app();
  const load = (visit: 'prove' | 'signIn' | 'signInPatiently', connections = CONNECTIONS) =>
    world.load().run({ visit, port, connections, seconds: SECONDS });
  await load('signIn');

  const rounds = await inRounds(async () => ({
    alone: { rate: await checkPasswords(SECONDS) },
    prove: await load('prove'),
    signIn: await load('signIn'),
    crowd: await whileProbing(port, () => load('signInPatiently', CROWD)),
  }));
  const alone = { best: rounds.map((round) => round.alone), as: 'argon2id alone' };
  const waits = rounds.flatMap(({ crowd }) => crowd.waits);
  return [
    {
      name: 'passwords proven (start, password)',
      ...compare({ ours: rounds.map(({ prove }) => prove), ...alone }),
      wanted: { leastRatio: 0.85 },
    },
    {
      name: 'people signed in (start, password, csrf, callback)',
      ...compare({ ours: rounds.map(({ signIn }) => signIn), ...alone }),
    },
    {
      name: `/api/health/live while ${CROWD} sign in`,
      value: median(waits),
      unit: 'ms',
      wanted: { most: 50 },
      note: `median of ${waits.length}, p99 ${percentile(waits, 0.99).toFixed(1)} ms`,
    },
  ];
}
