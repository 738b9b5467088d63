import type { Line } from '@/bench/line';
import { compare, inRounds, median, percentile } from '@/bench/rounds';
import type { World } from '@/bench/world';
import { checkPasswords } from './check-passwords';
import { whileProbing } from './probe';

const CONNECTIONS = 8;
/** So many sign-ins at once, while the health of the app is asked for. */
const CROWD = 50;
const SECONDS = 2.5;
/** Until the app's code is compiled for what it does: sign-ins that are not counted. */
const WARM_UP_SECONDS = 15;

/**
 * Sign-ins by password a second, beside processors that do nothing but check passwords; and how long an answer that
 * needs nothing waits while a crowd signs in.
 */
export async function signIns(world: World): Promise<Line[]> {
  const { port } = await world.app();
  const load = (
    visit: 'prove' | 'password' | 'signIn' | 'signInPatiently',
    { connections = CONNECTIONS, seconds = SECONDS } = {},
  ) => world.load().run({ visit, port, connections, seconds });
  await load('signIn', { seconds: WARM_UP_SECONDS });

  const rounds = await inRounds(async () => ({
    alone: { rate: await checkPasswords(SECONDS) },
    prove: await load('prove'),
    password: await load('password'),
    signIn: await load('signIn'),
    crowd: await whileProbing(port, () => load('signInPatiently', { connections: CROWD })),
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
      name: 'passwords proven (the password alone, address typed before)',
      ...compare({ ours: rounds.map(({ password }) => password), ...alone }),
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
