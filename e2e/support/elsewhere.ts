import { once } from 'node:events';
import { createServer } from 'node:http';
import { findFreePort } from './app';

/** A page of somebody else's on this machine. */
export interface Elsewhere {
  /** Another site: nothing but the machine is the same. */
  otherSite: string;
  /** The same site on another port: its requests carry our cookies. */
  sameSite: string;
  close(): Promise<void>;
}

/** Serves one page of somebody else's. */
export async function serveElsewhere(html: string): Promise<Elsewhere> {
  const port = await findFreePort();
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    otherSite: `http://127.0.0.1:${port}`,
    sameSite: `http://localhost:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
