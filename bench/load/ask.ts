import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Answer {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An answer with another status than the wanted one. */
export class WrongStatus extends Error {
  readonly status: number | undefined;

  constructor(status: number | undefined, { asked, body }: { asked: string; body: string }) {
    super(`${asked} was answered with ${status}: ${body.slice(0, 300)}`);
    this.status = status;
  }
}

/**
 * One request to this machine: GET, or POST when there is a body.
 * @throws WrongStatus when the status is not `wanted`, 200 unless given
 */
export function ask(given: {
  agent: Agent;
  port: number;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
  wanted?: number;
}): Promise<Answer> {
  const { agent, port, path, headers = {}, body, wanted = 200 } = given;
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request({ agent, host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === wanted) resolve({ headers: answer.headers, body: text });
        else reject(new WrongStatus(answer.statusCode, { asked: `${method} ${path}`, body: text }));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
