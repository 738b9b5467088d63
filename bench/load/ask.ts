import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Answer {
  headers: IncomingHttpHeaders;
  body: string;
}

/**
 * One request to this machine: GET, or POST when there is a body.
 * @throws when the status is not 200
 */
export function ask(given: {
  agent: Agent;
  port: number;
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}): Promise<Answer> {
  const { agent, port, path, headers = {}, body } = given;
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
        if (answer.statusCode === 200) resolve({ headers: answer.headers, body: text });
        else
          reject(
            new Error(`${method} ${path} was answered with ${answer.statusCode}: ${text.slice(0, 300)}`),
          );
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
