import { type Messages, NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

/** Hands the parts of the page that run in the browser their sentences, and only those they need. */
export async function Words({ names, children }: { names: (keyof Messages)[]; children: ReactNode }) {
  const messages = await getMessages();
  const chosen = Object.fromEntries(names.map((name) => [name, messages[name]]));
  return <NextIntlClientProvider messages={chosen}>{children}</NextIntlClientProvider>;
}
