import { createServer } from 'node:http';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { z } from 'zod';
import { answerQuestions } from '@/bench/child';
import { arrayParameters } from '@/db/connection/array-types';
import { Bare } from './bare';

let sql: postgres.Sql | undefined;
let does: z.output<typeof Bare> | undefined;

const server = createServer((request, response) => {
  replay(Number(request.url?.slice(1))).then(
    () => {
      const body = 'x'.repeat(does?.bytes ?? 0);
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(0, '127.0.0.1');

answerQuestions(async (question) => {
  does = Bare.parse(question);
  if (!sql) {
    sql = postgres(does.databaseUrl, { max: 10, fetch_types: false, types: arrayParameters });
    // It leaves moments and JSON as the texts that were recorded; nothing else of it is used.
    drizzle(sql);
  }
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return server.address();
});

/** Sends what was recorded, word for word. */
async function replay(n: number) {
  const statements = does?.recordings[n];
  if (!statements || !sql) throw new Error('nothing was recorded of that');
  const send = async (to: postgres.ISql) => {
    for (const { text, parameters } of statements)
      await to.unsafe(text, parameters as postgres.ParameterOrJSON<never>[], { prepare: true });
  };
  await (does?.writes ? sql.begin(send) : send(sql));
}
