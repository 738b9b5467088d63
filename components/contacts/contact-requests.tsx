'use client';

import { useTranslations } from 'next-intl';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { Acquaintance, PeoplePage } from '@/server/contacts/queries';
import { QUESTION_DAYS } from '@/server/contacts/rules';
import { MorePeople } from './more-people';
import { PersonRow } from './person-row';
import { useContactChange } from './use-contact-change';
import { useNameOf } from './use-name-of';
import { usePeople } from './use-people';

/** Who asks to be a contact, to be accepted or declined; nothing while nobody does. */
export function ContactRequests({ askedBy, next }: { askedBy: Acquaintance[]; next: PeoplePage['next'] }) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const { change, busy } = useContactChange();
  const pages = usePeople('askedBy', askedBy, next);
  const { people, drop } = pages;
  const kept = useKeptRow<HTMLDivElement>(people.map(({ userId }) => userId).join(' '));

  const accept = ({ userId, ...person }: Acquaintance) =>
    change(`accept ${userId}`, (trpc) => trpc.contacts.accept.mutate({ userId }), {
      text: t('accepted', { name: nameOf(person) }),
      tone: 'success',
      onGone: () => drop(userId),
    });
  const decline = ({ userId, ...person }: Acquaintance) =>
    change(`decline ${userId}`, (trpc) => trpc.contacts.decline.mutate({ userId }), {
      text: t('declined', { name: nameOf(person) }),
      onGone: () => drop(userId),
    });

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div
      {...kept}
      role="group"
      aria-label={t('askedByTitle')}
      tabIndex={-1}
      className="outline-none empty:-mb-6"
    >
      {people.length > 0 && (
        <Card id="askedBy" title={t('askedByTitle')} description={t('askedByText', { days: QUESTION_DAYS })}>
          <ul aria-label={t('askedByTitle')}>
            {people.map((person) => (
              <PersonRow
                key={person.userId}
                person={person}
                fact={t.rich('askedSince', { when: () => <When at={person.since} /> })}
                actions={
                  <>
                    <Button
                      size="sm"
                      variant="ghost"
                      loading={busy(`decline ${person.userId}`)}
                      aria-label={t('declineNamed', { name: nameOf(person) })}
                      onClick={() => decline(person)}
                    >
                      {t('decline')}
                    </Button>
                    <Button
                      size="sm"
                      loading={busy(`accept ${person.userId}`)}
                      aria-label={t('acceptNamed', { name: nameOf(person) })}
                      onClick={() => accept(person)}
                    >
                      {t('accept')}
                    </Button>
                  </>
                }
              />
            ))}
          </ul>
          <MorePeople pages={pages} list={t('askedByTitle')} />
        </Card>
      )}
    </div>
  );
}
