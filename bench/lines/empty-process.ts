import { once } from 'node:events';
import { createServer } from 'node:http';
import next from 'next';
import { z } from 'zod';
import { answerQuestions } from '@/bench/child';

const Question = z.object({ dir: z.string() });

answerQuestions(async (question) => {
  const { dir } = Question.parse(question);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pages = next({ dev: false, dir, hostname: '127.0.0.1', httpServer: server });
  await pages.prepare();
  const render = pages.getRequestHandler();
  server.on('request', (request, response) => void render(request, response));
  return server.address();
});
