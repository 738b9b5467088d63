import { emailOf, PASSWORD } from '@/bench/people';
import type { Wire } from './wire';

const PASSWORD_BODY = JSON.stringify({ password: PASSWORD });
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The calls of the sign-in page as `openBrowser` makes them, for little: no parsing, no objects, the bodies written down. */
export function leanBrowser({ wire, port, n }: { wire: Wire; port: number; n: number }) {
  const cookies = new Map<string, string>();
  // Everybody comes from an address of their own, so that the limits count them apart.
  const rest = `host: 127.0.0.1:${port}\r\nsec-fetch-site: same-origin\r\nx-forwarded-for: 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}\r\n`;

  const send = async (line: string, body?: { type: string; text: string }) => {
    const cookie = cookies.size > 0 ? `cookie: ${[...cookies.values()].join('; ')}\r\n` : '';
    const what = body ? `content-type: ${body.type}\r\ncontent-length: ${body.text.length}\r\n` : '';
    const answer = await wire.ask(`${line} HTTP/1.1\r\n${rest}${cookie}${what}\r\n${body?.text ?? ''}`);
    if (answer.status !== 200) throw new Error(`${line} was answered with ${answer.status}: ${answer.body}`);
    for (const [, pair = '', name = ''] of answer.head.matchAll(/\r\nset-cookie: (([^=]+)=[^;\r]*)/gi))
      cookies.set(name, pair);
    return answer.body;
  };

  const browser = {
    start: () =>
      send('POST /api/trpc/auth.signIn.start', { type: JSON_TYPE, text: `{"email":"${emailOf(n)}"}` }),
    password: async () =>
      found(
        /"ticket":"([\w-]+)"/,
        await send('POST /api/trpc/auth.signIn.password', { type: JSON_TYPE, text: PASSWORD_BODY }),
      ),
    async redeem(ticket: string) {
      const csrfToken = found(/"csrfToken":"(\w+)"/, await send('GET /api/auth/csrf'));
      const text = `ticket=${ticket}&csrfToken=${csrfToken}&callbackUrl=%2F&json=true`;
      await send('POST /api/auth/callback/ticket', { type: FORM_TYPE, text });
    },
    holds: (cookie: string) => cookies.has(cookie),
  };
  return browser;
}

function found(pattern: RegExp, text: string) {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`no ${pattern.source} in ${text}`);
  return value;
}
