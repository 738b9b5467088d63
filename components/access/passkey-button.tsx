'use client';

import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { Button } from '@/components/ui/button';
import { offerPasskeys } from './passkey-autofill';
import { fetchOnFirstUse } from './use-access-form';
import { usePasskey } from './use-passkey';
import type { WordsOf } from './words';

const load = () => import('./passkey-sign-in');

/**
 * "Use a passkey". `offered`: the browser offers them below the field of the page as well, as long as nobody has
 * pressed the button.
 */
export function PasskeyButton({
  next,
  icon,
  offered = false,
  words,
}: {
  next: string;
  icon: ReactNode;
  offered?: boolean;
  words: WordsOf<'signIn'>;
}) {
  const { labels } = words;
  const sentences = {
    forgotten: labels.passkeyForgotten,
    unsupported: labels.passkeyUnsupported,
    unused: labels.passkeyUnused,
  };
  const { asking, told, ask } = usePasskey({ load, sentences, words });
  const choose = useEffectEvent((answer: unknown) =>
    ask(({ signInByAutofill }) => signInByAutofill({ answer, next })),
  );
  useEffect(() => fetchOnFirstUse(load), []);
  // A browser makes one request at a time: this one is taken back while the button's is made.
  useEffect(() => (offered && !asking ? offerPasskeys(choose) : undefined), [offered, asking]);
  return (
    <>
      {told}
      <Button loading={asking} onClick={() => ask(({ signInByPasskey }) => signInByPasskey({ next }))}>
        {icon}
        {labels.passkeyAction}
      </Button>
    </>
  );
}
