'use client';

import { useState } from 'react';
import type { Refusal } from '@/components/refusal';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import { RefusalBanner } from './refusal-banner';
import type { WordsOf } from './words';

/** What to do when the mail does not come. */
export function CheckMail({ words }: { words: WordsOf<'checkMail'> }) {
  const { labels } = words;
  const [state, setState] = useState<'idle' | 'sending' | 'sent' | Refusal>('idle');

  async function sendAgain() {
    setState('sending');
    const refusal = await import('./resend-mail').then(
      ({ resendMail }) => resendMail(),
      (): Refusal => ({ reason: 'OFFLINE' }),
    );
    setState(refusal ?? 'sent');
  }

  return (
    <div className="flex flex-col gap-5 text-center text-md">
      <p className="text-text-muted">{labels.checkMailMissing}</p>
      {state === 'sent' && (
        <Banner tone="success" role="status">
          {labels.sentAgain}
        </Banner>
      )}
      <RefusalBanner refusal={typeof state === 'object' ? state : undefined} words={words} />
      <div className="flex flex-col items-center gap-4">
        <Button loading={state === 'sending'} onClick={sendAgain}>
          {labels.sendAgain}
        </Button>
        <PlainLink href="/sign-up">{labels.otherAddress}</PlainLink>
      </div>
    </div>
  );
}
