import { createDecipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A push as its browser reads it, and what its service was told of it. */
export interface ReceivedPush {
  content: unknown;
  headers: Record<string, string | string[] | undefined>;
}

/**
 * A push service with one browser behind it, on this machine: it takes what is sent (RFC 8030) and decrypts it as the browser
 * would (RFC 8291). `answer` says what it answers from then on.
 */
export async function startPushEndpoint() {
  const received: ReceivedPush[] = [];
  let status = 201;
  let answerHeaders: Record<string, string> = {};
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const auth = randomBytes(16);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (status < 300)
        received.push({
          content: JSON.parse(decrypt(Buffer.concat(chunks), { browser, auth }).toString('utf8')),
          headers: request.headers,
        });
      response.writeHead(status, answerHeaders).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** What the browser says of itself when it subscribes. */
    subscription: {
      endpoint: `http://127.0.0.1:${port}/push/${randomBytes(8).toString('hex')}`,
      keys: { p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') },
    },
    received,
    answer(next: number, headers: Record<string, string> = {}) {
      status = next;
      answerHeaders = headers;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One record of aes128gcm (RFC 8188 section 2), with the keys of RFC 8291 section 3.4. */
function decrypt(body: Buffer, { browser, auth }: { browser: ReturnType<typeof createECDH>; auth: Buffer }) {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const shared = browser.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const ikm = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const prk = createHmac('sha256', salt).update(ikm).digest();
  const expand = (label: string, length: number) =>
    createHmac('sha256', prk)
      .update(Buffer.concat([Buffer.from(`Content-Encoding: ${label}\0`), Buffer.from([1])]))
      .digest()
      .subarray(0, length);
  const decipher = createDecipheriv('aes-128-gcm', expand('aes128gcm', 16), expand('nonce', 12));
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The last record ends with a delimiter of 2, and padding of zeros after it.
  return padded.subarray(0, padded.lastIndexOf(2));
}
