import type { Page } from 'playwright/test';
import type { Provider } from '@/server/auth/connections';

interface Way {
  provider: Provider;
  /** Where to go afterwards. */
  next: string;
}

/** Leaves for a provider as the buttons do, from a page of ours; the page that the browser ends on has loaded. */
export async function leaveFor(page: Page, way: Way) {
  await page.goto(await addressAt(page, way));
}

/** The address at the provider that the browser would be sent to. */
export function addressAt(page: Page, { provider, next }: Way) {
  return page.evaluate(
    async ([id, callbackUrl]) => {
      const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
      const body = new URLSearchParams({ csrfToken, callbackUrl, json: 'true' });
      const { url } = await (await fetch(`/api/auth/signin/${id}`, { method: 'POST', body })).json();
      return String(url);
    },
    [provider, next] as const,
  );
}

/** Calls a procedure from the page that is open. @returns its status and answer */
export function callFrom(page: Page, { procedure, input }: { procedure: string; input?: object }) {
  return page.evaluate(
    async ([name, body]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/trpc/${name}`, { method: 'POST', headers, body });
      const json: unknown = await answer.json();
      return { status: answer.status, json };
    },
    [procedure, JSON.stringify(input ?? {})] as const,
  );
}
