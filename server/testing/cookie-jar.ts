/** The cookies of one browser, and every Set-Cookie it was ever sent. */
export class CookieJar {
  readonly received: string[] = [];
  readonly #cookies = new Map<string, string>();

  constructor(cookies: Record<string, string> = {}) {
    for (const [name, value] of Object.entries(cookies)) this.#cookies.set(name, value);
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  set(name: string, value: string) {
    this.#cookies.set(name, value);
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#cookies);
  }

  /** The Cookie header of the next request; undefined when there is nothing to send. */
  header(): string | undefined {
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return pairs.length ? pairs.join('; ') : undefined;
  }

  /** Takes a Set-Cookie as a browser does: Max-Age=0 removes. */
  receive(setCookie: string) {
    this.received.push(setCookie);
    const [pair = '', ...attributes] = setCookie.split('; ');
    const [name = '', value = ''] = pair.split('=', 2);
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, decodeURIComponent(value));
  }
}
