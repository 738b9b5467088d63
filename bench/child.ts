import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { atEnd } from './at-end';

/** A process of the bench's own that answers one question at a time. */
export interface Child {
  /** @throws what the child threw, or that it has ended */
  ask(question: unknown): Promise<unknown>;
}

// All of the bench is bundled into one file, and this is it; its first word says what the process is to be.
const bundle = fileURLToPath(import.meta.url);

const Reply = z.union([z.object({ problem: z.string() }), z.object({ value: z.unknown() })]);

/** What a child can be: the first word of its command (`run.ts`). */
type Role = 'load-process' | 'bare-server' | 'fire' | 'bare-line' | 'empty-page';

export function startChild(role: Role): Child {
  // Dates and bytes stay what they are.
  const child = fork(bundle, [role], { serialization: 'advanced' });
  atEnd(async () => child.kill());
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const onExit = (code: number | null, signal: string | null) =>
          reject(new Error(`the ${role} has ended (${signal ?? code})`));
        child.once('exit', onExit);
        child.once('message', (message) => {
          child.off('exit', onExit);
          const reply = Reply.parse(message);
          if ('problem' in reply) reject(new Error(`${role}: ${reply.problem}`));
          else resolve(reply.value);
        });
        child.send({ question });
      }),
  };
}

/** In the child: answers every question, until the bench is gone. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>) {
  const Message = z.object({ question: z.unknown() });
  process.on('message', (message) => {
    answer(Message.parse(message).question).then(
      (value) => process.send?.({ value: value ?? null }),
      (error: unknown) => process.send?.({ problem: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  // Ctrl-C is for the bench, which ends us when it is done.
  process.on('SIGINT', () => undefined);
}
