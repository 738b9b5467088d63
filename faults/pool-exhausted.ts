import { wordOf } from './ask';
import type { Fault } from './fault';
import { hurtDatabase } from './refusing';
import { setStage } from './stage';

/**
 * Somebody else holds a lock on the profiles, so that every connection of the pool ends up waiting for it.
 *
 * Who needs one waits three seconds at most, who waits for the lock five: all of them are told to try again. Whoever needs neither
 * is answered: the process says that it lives.
 */
export const poolExhausted: Fault = {
  name: 'pool-exhausted',
  async run(ground) {
    const stage = await setStage(ground);
    let release: () => void = () => undefined;
    let held: Promise<unknown> = Promise.resolve();
    const hurt = () =>
      new Promise<void>((resolve) => {
        held = stage.server.admin(
          (admin) =>
            admin.begin(async (tx) => {
              await tx`lock table profiles in access exclusive mode`;
              resolve();
              await new Promise<void>((done) => {
                release = done;
              });
            }),
          stage.databaseUrl,
        );
      });
    const heal = async () => {
      release();
      await held;
    };
    const { findings, meanwhile } = await hurtDatabase(ground, { stage, hurt, milliseconds: 9_000, heal });
    const { alive, read, write } = meanwhile;
    return [
      ...findings,
      {
        must: 'who needs the database is told to try again, who does not is answered',
        held: alive.status === 200 && [read, write].every(({ status }) => status === 503),
        figure: `alive ${wordOf(alive)} after ${Math.round(alive.at - alive.asked)} ms, read ${wordOf(read)}, change ${wordOf(write)}`,
      },
    ];
  },
};
