/** How many addresses an app may be answered at. */
export const REDIRECT_URIS_MAX = 10;
const LENGTH_MAX = 500;

/** RFC 8252 section 7.3. A name such as `localhost` is not among them: it need not lead to this machine (section 8.3). */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::[1-9]\d{0,4})?([/?].*)?$/;

/** What stands in an answer (RFC 6749 section 4.1.2, RFC 9207). */
const ANSWERED = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];

/**
 * Whether an app may be answered at this address: exactly one of those registered, where a registered loopback address
 * stands for every port (RFC 8252 section 7.3, RFC 9700 section 2.1).
 */
export function isRegistered(registered: string[], asked: string): boolean {
  if (registered.includes(asked)) return true;
  const wish = withoutPort(asked);
  return wish !== undefined && registered.some((address) => withoutPort(address) === wish);
}

/**
 * Whether an address may be registered: https, http on this very machine, or a scheme that an app has to itself, which
 * has the dot of a domain in it (RFC 8252 section 7.1). Nothing in it that another reader could understand otherwise: no
 * fragment (RFC 6749 section 3.1.2), no name and password, no wildcard, nothing but printable ASCII, and no parameter that
 * an answer has: it would come twice.
 */
export function isRedirectAddress(text: string): boolean {
  if (text.length > LENGTH_MAX || !/^[\x21-\x7e]+$/.test(text) || /[#*\\<>"^`{|}]/.test(text)) return false;
  if (!URL.canParse(text) || /^[^/?]*\/\/[^/?]*@/.test(text)) return false;
  if (ANSWERED.some((name) => new URL(text).searchParams.has(name))) return false;
  if (/^https:\/\/[^/?]/.test(text) || LOOPBACK.test(text)) return true;
  return (
    /^http:\/\/localhost(:\d+)?([/?]|$)/.test(text) || /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/./.test(text)
  );
}

/**
 * The host that takes an answer, when it is one by itself: loopback and schemes of an app's own lead to whichever program
 * of the device has taken the address (RFC 8252 section 8.6). Null for those.
 */
export function hostOf(redirectUri: string): string | null {
  if (!redirectUri.startsWith('https:')) return null;
  const { host, hostname } = new URL(redirectUri);
  return /^(.+\.)?localhost\.?$|^127\.|^\[::1\]$/.test(hostname) ? null : host;
}

/** A loopback address as it is for every port; undefined for any other. The rest stays as it is spelled. */
function withoutPort(address: string) {
  const [, host, rest = ''] = LOOPBACK.exec(address) ?? [];
  return host !== undefined && URL.canParse(address) ? `${host} ${rest}` : undefined;
}
