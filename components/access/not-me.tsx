'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainLink } from '@/components/ui/plain-link';
import { AccessHeading } from './access-heading';
import type { Ended } from './link-actions';
import { LinkExpired } from './link-expired';
import { useAccessForm } from './use-access-form';
import type { WordsOf } from './words';

interface Props {
  token: string;
  /** What will happen, said before anything does. */
  question: ReactNode;
  /** What to do after it. */
  steps: ReactNode;
  words: WordsOf<'notMe'>;
}

/** "This was not me": says what will happen, does it at the press of a button, and tells what to do next. */
export function NotMe({ token, question, steps, words }: Props) {
  const { labels } = words;
  const [ended, setEnded] = useState<Ended>();
  const load = useCallback(
    () => import('./link-actions').then(({ notMeAction }) => notMeAction(setEnded)),
    [],
  );
  const { submit, sending, refusal, refused } = useAccessForm({ load, words });
  if (ended) return <Done ended={ended} steps={steps} words={words} />;
  if (!token || refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={labels.verifyExpiredTitle}
        text={labels.notMeExpired}
        links={[
          { href: '/forgot-password', label: labels.forgotLink },
          { href: '/settings/security', label: labels.signInAction },
        ]}
        focused={Boolean(refusal)}
      />
    );
  return (
    <>
      {question}
      <form
        method="post"
        onSubmit={(event) => submit(event, { token })}
        className="flex flex-col gap-5 text-center text-md"
      >
        {refused}
        <Button type="submit" variant="danger" loading={sending}>
          {labels.notMeAction}
        </Button>
        <PlainLink href="/">{labels.notMeNothing}</PlainLink>
      </form>
    </>
  );
}

function Done({ ended, steps, words: { labels } }: Pick<Props, 'steps' | 'words'> & { ended: Ended }) {
  return (
    <>
      <AccessHeading title={labels.notMeDoneTitle} focused />
      <DescriptionList
        items={[
          { term: labels.notMeEndedSessions, details: ended.endedSessions },
          { term: labels.notMeForgottenDevices, details: ended.forgottenDevices },
          ...(ended.removedFactors > 0
            ? [{ term: labels.notMeRemovedFactors, details: ended.removedFactors }]
            : []),
        ]}
      />
      <h2 className="mt-8 mb-2">{labels.notMeNext}</h2>
      {steps}
    </>
  );
}
