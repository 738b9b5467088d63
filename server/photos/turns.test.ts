import { expect, test } from 'vitest';
import { inTurn, inTurnToStore } from './turns';

test.each([
  ['on an image', inTurn, 2],
  ['that stores one', inTurnToStore, 4],
])(
  'of work %s so much is done at once, all of it in the end, and who would wait too long is told',
  async (_, turn, atOnce) => {
    let running = 0;
    let most = 0;
    let go = () => {};
    const allowed = new Promise<void>((resolve) => {
      go = resolve;
    });
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await allowed;
      running -= 1;
      return 'done';
    };
    const waiting = Array.from({ length: atOnce + 200 }, () => turn(work));
    await expect(turn(work)).rejects.toMatchObject({ reason: 'BUSY' });
    go();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['done']));
    expect(most).toBe(atOnce);
    // One that fails makes room as well.
    await expect(turn(() => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
    expect(await turn(async () => 'next')).toBe('next');
  },
);
