import { createServer, type Server } from 'node:http';

/**
 * Milliseconds that a client has for the head of a request and for all of it, and how often we look. All of it may be a photo, by
 * way of a telephone; what is no photo has less time (`handleRequest`).
 */
const LIMITS = { headers: 10_000, request: 180_000, look: 1_000 };

/**
 * A node:http server with limits against slow clients: whose request is late is answered 408 and cut off.
 * Nothing answers its requests yet.
 */
export function createHttpServer({ headers, request, look } = LIMITS): Server {
  const server = createServer({
    maxHeaderSize: 16_384,
    noDelay: true,
    keepAlive: true,
    headersTimeout: headers,
    requestTimeout: request,
    // Left alone, Node looks every 30 s, and ten seconds become up to forty.
    connectionsCheckingInterval: look,
    // Longer than the usual balancer's minute, so that it is the balancer that closes an idle connection.
    keepAliveTimeout: 65_000,
  });
  server.maxRequestsPerSocket = 0;
  return server;
}
