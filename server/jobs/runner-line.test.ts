import { pino } from 'pino';
import { describe, expect, onTestFinished } from 'vitest';
import { openLine } from './runner-line';
import { test } from './testing/jobs-test';

describe('a connection that is given back', () => {
  test('twice, by who does not know of the first, counts once', async ({ database }) => {
    const { pool, close } = openLine({
      databaseUrl: database.url,
      connections: 1,
      patience: 5_000,
      log: pino({ level: 'silent' }),
    });
    onTestFinished(close);
    await new Promise<void>((resolve, reject) => {
      pool.connect((error, _client, release) => {
        if (error) return reject(error);
        release();
        expect(() => release()).not.toThrow();
        resolve();
      });
    });
    expect(pool.idleCount).toBe(1);
    const { rows } = await pool.query<{ one: number }>('select 1 as one');
    expect(rows).toEqual([{ one: 1 }]);
  });
});
