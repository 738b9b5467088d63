/** The cookies that Foyer sets. On https they carry the `__Host-` prefix (RFC 6265bis section 4.1.3.2). */
export interface CookieNames {
  session: string;
  /** A sign-in under way. */
  attempt: string;
  /** A sign-up that waits for its confirmation. */
  signUp: string;
  /** This browser is trusted by an account, for thirty days. */
  device: string;
  /** Tells a browser from others of the same person, for a year; it opens nothing. */
  browser: string;
  csrf: string;
  callbackUrl: string;
  /** What has to come back from a provider as it was sent there (next-auth). */
  state: string;
  pkce: string;
  nonce: string;
}

export const LOCALE_COOKIE = 'foyer.locale';
/** A year. */
export const LOCALE_SECONDS = 31_536_000;

export function cookieNames({ secure }: { secure: boolean }): CookieNames {
  const prefix = secure ? '__Host-' : '';
  return {
    session: `${prefix}foyer.session`,
    attempt: `${prefix}foyer.attempt`,
    signUp: `${prefix}foyer.sign-up`,
    device: `${prefix}foyer.device`,
    browser: `${prefix}foyer.browser`,
    csrf: `${prefix}foyer.csrf`,
    callbackUrl: `${prefix}foyer.callback`,
    state: `${prefix}foyer.state`,
    pkce: `${prefix}foyer.pkce`,
    nonce: `${prefix}foyer.nonce`,
  };
}

/** The Cookie header as a record; the first of two cookies with one name counts (RFC 6265 section 5.4 order). */
export function parseCookies(header: string | null | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, decode(pair.slice(at + 1).trim()));
  }
  return cookies;
}

/** A Set-Cookie value: HttpOnly, SameSite=Lax, Path=/. `maxAge` in seconds, 0 deletes. */
export function serializeCookie(cookie: { name: string; value: string; maxAge: number; secure: boolean }) {
  const { name, value, maxAge, secure } = cookie;
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
}

function decode(value: string) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
