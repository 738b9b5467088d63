'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PersonRow } from '@/components/contacts/person-row';
import { useNameOf } from '@/components/contacts/use-name-of';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { InvitationLine, InvitationsPage } from '@/server/groups/types';
import { useGroupChange } from './use-group-change';

/** Who asks to come into a group, to be let in or not; and who is invited, as long as they have not answered. */
export function GroupInvitations({ groupId, invitations }: InvitationsPage & { groupId: string }) {
  const t = useTranslations('groups');
  const nameOf = useNameOf();
  const { change, busy } = useGroupChange();
  const asking = invitations.filter(({ kind }) => kind === 'asked');
  const invited = invitations.filter(({ kind }) => kind === 'invited');
  const of = ({ userId: personId }: InvitationLine) => ({ groupId, personId });
  return (
    <>
      <Waiting
        title={t('questionsTitle')}
        text={t('questionsText')}
        people={asking}
        fact={({ at }) => t.rich('askedSince', { when: () => <When at={at} /> })}
        actions={(person) => {
          const named = { name: nameOf(person) };
          return (
            <>
              <Button
                size="sm"
                variant="ghost"
                loading={busy(`refuse ${person.userId}`)}
                aria-label={t('declinePerson', named)}
                onClick={() =>
                  change(
                    `refuse ${person.userId}`,
                    (trpc) => trpc.groups.requests.refuse.mutate(of(person)),
                    { text: t('personDeclined', named) },
                  )
                }
              >
                {t('decline')}
              </Button>
              <Button
                size="sm"
                loading={busy(`admit ${person.userId}`)}
                aria-label={t('acceptPerson', named)}
                onClick={() =>
                  change(`admit ${person.userId}`, (trpc) => trpc.groups.requests.admit.mutate(of(person)), {
                    text: t('personAccepted', named),
                    tone: 'success',
                  })
                }
              >
                {t('accept')}
              </Button>
            </>
          );
        }}
      />
      <Waiting
        title={t('invitationsOut')}
        text={t('invitationsOutText')}
        people={invited}
        fact={({ standing, at }) => (
          <>
            {t(`invitedAs.${standing}`)} · <When at={at} />
          </>
        )}
        actions={(person) => {
          const named = { name: nameOf(person) };
          return (
            <Button
              size="sm"
              variant="ghost"
              loading={busy(`withdraw ${person.userId}`)}
              aria-label={t('withdrawNamed', named)}
              onClick={() =>
                change(
                  `withdraw ${person.userId}`,
                  (trpc) => trpc.groups.invitations.withdraw.mutate(of(person)),
                  { text: t('withdrawn', named) },
                )
              }
            >
              {t('withdraw')}
            </Button>
          );
        }}
      />
    </>
  );
}

interface WaitingProps {
  title: string;
  text: string;
  people: InvitationLine[];
  fact: (person: InvitationLine) => ReactNode;
  actions: (person: InvitationLine) => ReactNode;
}

function Waiting({ title, text, people, fact, actions }: WaitingProps) {
  const kept = useKeptRow<HTMLDivElement>(people.map(({ userId }) => userId).join(' '));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div {...kept} role="group" aria-label={title} tabIndex={-1} className="outline-none empty:-mb-6">
      {people.length > 0 && (
        <Card title={title} description={text}>
          <ul aria-label={title}>
            {people.map((person) => (
              <PersonRow key={person.userId} person={person} fact={fact(person)} actions={actions(person)} />
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
