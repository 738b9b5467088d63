import { countWords, wordOf } from './ask';
import type { Fault } from './fault';
import { balance, balanceInWords, isEven } from './ledger';
import { setStage } from './stage';
import { makeWriters, startWriting, untilMore } from './writing';

const BROWSERS = 12;
const ROUNDS = 3;
/** Seconds within which a process that was told to stop has gone (docs/deployment.md). */
const STOP_LIMIT = 14;

/**
 * The app is told to stop (SIGTERM) while people save, and started again; again and again.
 *
 * Every request that it took is answered: whatever was done was told. A connection may be closed between two requests, and
 * what is sent into it at that moment is not begun. It ends with code 0 within 14 s. What was acknowledged is there, once.
 */
export const terminated: Fault = {
  name: 'terminated',
  async run(ground) {
    const stage = await setStage(ground);
    const writing = startWriting(stage, { people: await makeWriters(stage, 80), atOnce: BROWSERS });
    const seconds: number[] = [];
    const codes: (number | null)[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await untilMore(writing, 60);
      const begun = performance.now();
      codes.push(await stage.app.stop());
      seconds.push((performance.now() - begun) / 1000);
      await stage.startAgain();
    }
    await untilMore(writing, 50);
    await writing.stop();
    const answers = [...writing.entries.map(({ answer }) => answer), ...writing.pages];
    const sum = await balance(stage.db, writing.entries);
    // Of what has no answer nothing was begun: the connection was refused, or closed as it was being sent.
    const none = answers
      .filter(({ status }) => status === 0)
      .map(({ text }) => text.replace(/ [\d.:]+$/, ''));
    return [
      {
        must: 'every request that was taken is answered',
        held: sum.untold === 0 && answers.every(({ status }) => status < 500),
        figure: `${countWords(answers.map(wordOf))} (${countWords(none)}); ${sum.untold} done without an answer`,
      },
      {
        must: `ends with code 0 within ${STOP_LIMIT} s`,
        held: codes.every((code) => code === 0) && Math.max(...seconds) <= STOP_LIMIT,
        figure: `${Math.max(...seconds).toFixed(1)} s at most, codes ${codes.join(', ')}`,
      },
      { must: 'what was acknowledged is there, once', held: isEven(sum), figure: balanceInWords(sum) },
    ];
  },
};
