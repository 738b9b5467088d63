import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from './activity';
import { announce, makeCrowd, toldOnce } from './crowd';
import type { Fault, Finding } from './fault';
import { startLeaving } from './leaving';
import { startRotating } from './rotating';
import { setStage } from './stage';
import { startUploading } from './uploading';

const ROUNDS = 4;

/**
 * The app is killed with -9 while photos are sent, accounts deleted, five thousand people told of something, and tokens
 * rotated; and started again, four times.
 *
 * Nothing is half done: whoever has a photo has a whole one, and the last that was acknowledged; a deletion that was
 * acknowledged is carried out with one receipt; everybody is told once; every app that was let in stays in. Jobs that were
 * under way are done by the next process within a minute, when the killed one has been silent for long enough.
 */
export const appKilled: Fault = {
  name: 'app-killed',
  waits: true,
  async run(ground) {
    const stage = await setStage(ground);
    await makeCrowd(stage);
    // The last one who can give roles could not leave.
    const staff = await stage.given.holder('announcements.send', 'roles.assign');
    const activities: Activity[] = [];
    for (const start of [startUploading, startLeaving, startRotating]) activities.push(await start(stage));
    const starts: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await announce(stage, staff);
      // Each time at another point of all that.
      await sleep(300 + 350 * round);
      ground.say('kill -9');
      await stage.app.kill();
      starts.push(await stage.startAgain());
      await sleep(1000);
    }
    await Promise.all(activities.map(({ stop }) => stop()));
    const told = await toldOnce(stage, { announcements: ROUNDS });
    const findings: Finding[] = [];
    for (const { finding } of activities) findings.push(await finding());
    return [
      ...findings,
      told,
      {
        must: 'starts again on what was left',
        held: starts.length === ROUNDS,
        figure: `ready after ${(Math.max(...starts) / 1000).toFixed(1)} s at most, ${ROUNDS} times`,
      },
    ];
  },
};
