/**
 * The services through which browsers take pushes. A subscription names an address that this server then calls, so that it
 * may name none but these; whoever runs another one names its host in PUSH_SERVICES.
 */
const KNOWN = [
  // Chromium and what is made of it.
  'fcm.googleapis.com',
  'jmt17.google.com',
  // Firefox.
  'updates.push.services.mozilla.com',
  // Safari.
  'web.push.apple.com',
];
/** And every name below these. */
const BELOW = ['.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether pushes may be sent to an address.
 * @param given.services hosts that the operator named
 * @param given.demo this machine counts as well, also without TLS
 */
export function isPushService(
  endpoint: string,
  { services, demo }: { services: string[]; demo: boolean },
): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, username, password, port } = new URL(endpoint);
  if (username || password) return false;
  if (demo && LOOPBACK.includes(hostname)) return protocol === 'http:' || protocol === 'https:';
  if (protocol !== 'https:') return false;
  if (services.includes(hostname)) return true;
  // The known ones are at the usual port alone.
  return port === '' && (KNOWN.includes(hostname) || BELOW.some((name) => hostname.endsWith(name)));
}
