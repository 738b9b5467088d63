'use client';

import { useCallback, useState } from 'react';
import { AccessHeading } from '@/components/access/access-heading';
import { LinkExpired } from '@/components/access/link-expired';
import { useAccessForm } from '@/components/access/use-access-form';
import type { WordsOf } from '@/components/access/words';
import { Button } from '@/components/ui/button';
import { PlainLink } from '@/components/ui/plain-link';
import type { UnsubscribeView } from '@/server/notifications/unsubscribe';

const SETTINGS = '/settings/notifications';

interface UnsubscribeProps {
  token: string;
  sentences: Record<
    | 'title'
    | 'lead'
    | 'action'
    | 'doneTitle'
    | 'done'
    | 'undo'
    | 'backTitle'
    | 'back'
    | 'settings'
    | 'expired',
    string
  >;
  words: WordsOf<'unsubscribe'>;
}

/** What the link of a mail switches off: says what, asks, and then says what holds, with the way back. */
export function Unsubscribe({ first, ...rest }: UnsubscribeProps & { first: UnsubscribeView }) {
  const [{ view, done }, setShown] = useState({ view: first, done: false });
  const show = useCallback((now: UnsubscribeView) => setShown({ view: now, done: true }), []);
  return <Step key={view.isOn ? 'on' : 'off'} view={view} isAnswer={done} show={show} {...rest} />;
}

function Step({
  token,
  view: { isOn, canUndo },
  isAnswer,
  show,
  sentences,
  words,
}: UnsubscribeProps & {
  view: UnsubscribeView;
  /** It is what came of a button. */
  isAnswer: boolean;
  show: (view: UnsubscribeView) => void;
}) {
  const load = useCallback(
    () =>
      import('./unsubscribe-action').then(({ unsubscribeAction }) =>
        unsubscribeAction(isOn ? 'confirm' : 'undo', show),
      ),
    [isOn, show],
  );
  const { submit, sending, refusal, refused } = useAccessForm({ load, words });
  const settings = { href: SETTINGS, label: sentences.settings };
  if (refusal?.reason === 'LINK_EXPIRED')
    return (
      <LinkExpired
        title={words.labels.verifyExpiredTitle}
        text={sentences.expired}
        links={[settings]}
        focused
      />
    );
  const asked = { title: sentences.title, lead: sentences.lead };
  const back = { title: sentences.backTitle, lead: sentences.back };
  const off = { title: sentences.doneTitle, lead: sentences.done };
  return (
    <>
      <AccessHeading {...(isOn ? (isAnswer ? back : asked) : off)} focused={isAnswer} />
      {(isOn || canUndo) && (
        <form
          method="post"
          onSubmit={(event) => submit(event, { token })}
          className="mb-6 flex flex-col gap-5"
        >
          {refused}
          <Button type="submit" variant={isOn && !isAnswer ? 'primary' : 'secondary'} loading={sending}>
            {isOn ? sentences.action : sentences.undo}
          </Button>
        </form>
      )}
      <p className="text-center text-md">
        <PlainLink href={settings.href}>{settings.label}</PlainLink>
      </p>
    </>
  );
}
