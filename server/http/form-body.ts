import type { IncomingMessage } from 'node:http';
import type { Form } from '@/server/oauth/client-authentication';
import { protocolError } from '@/server/oauth/errors';

/** Bytes. Tokens and addresses; a body of more is no request of an app. */
const LIMIT = 16_384;

/**
 * The form that an app sends (RFC 6749 section 3.2): what has no value counts as not sent.
 * @throws invalid_request for another kind of body, one that is too long, or a name that comes twice
 */
export async function readForm(request: IncomingMessage): Promise<Form> {
  const [type] = (request.headers['content-type'] ?? '').split(';', 1);
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded')
    throw protocolError('invalid_request', 'The body has to be application/x-www-form-urlencoded');
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await readText(request))) {
    if (form.has(name)) throw protocolError('invalid_request', 'A parameter comes more than once');
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ''));
}

async function readText(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  let length = 0;
  // Left half read, the connection has to live on for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LIMIT) throw protocolError('invalid_request', 'The body is too long');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}
