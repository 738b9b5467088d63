import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The address a request comes from. X-Forwarded-For is believed only as far as its hops are `trusted` proxies
 * (addresses or CIDR ranges): read from the right, the first that is not one of ours is the client.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  { trusted }: { trusted: string[] },
): string {
  let client = normal(request.socket.remoteAddress) ?? 'unknown';
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .reverse();
  for (const hop of hops) {
    const next = normal(hop.trim());
    if (!next || !isWithin(client, trusted)) break;
    client = next;
  }
  return client;
}

/** What limits are counted by: the address itself, for IPv6 its /64, which one person holds whole. */
export function addressKey(address: string) {
  return truncated(address, { v4: 32, v6: 64 });
}

/** An address as it may stand in a log: its network, not the person's line. */
export function loggableAddress(address: string) {
  return truncated(address, { v4: 24, v6: 48 });
}

function truncated(address: string, bits: { v4: number; v6: number }) {
  const plain = normal(address);
  if (!plain) return 'unknown';
  const parsed = ipaddr.parse(plain);
  const keep = parsed.kind() === 'ipv4' ? bits.v4 : bits.v6;
  const bytes = parsed.toByteArray().map((byte, at) => {
    const left = Math.min(8, Math.max(0, keep - at * 8));
    return byte & (0xff << (8 - left)) & 0xff;
  });
  return `${ipaddr.fromByteArray(bytes)}/${keep}`;
}

function isWithin(address: string, ranges: string[]) {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => {
    const [network, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.parse(range), undefined];
    if (network.kind() !== parsed.kind()) return false;
    return parsed.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128));
  });
}

/** ::ffff:192.0.2.1 is 192.0.2.1; garbage is nothing, and so are numbers that a lenient parser takes for addresses. */
function normal(address: string | undefined) {
  return address && isIP(address) ? ipaddr.process(address).toString() : undefined;
}
