'use client';

import { useTranslations } from 'next-intl';
import { When } from '@/components/security/when';
import { useKeptRow } from '@/components/sessions/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { Acquaintance } from '@/server/contacts/queries';
import { QUESTION_DAYS } from '@/server/contacts/rules';
import { PersonRow } from './person-row';
import { useContactChange } from './use-contact-change';
import { useNameOf } from './use-name-of';

/** Who asks to be a contact, to be accepted or declined; nothing while nobody does. */
export function ContactRequests({ askedBy }: { askedBy: Acquaintance[] }) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const { change, busy } = useContactChange();
  const kept = useKeptRow<HTMLDivElement>(askedBy.map(({ userId }) => userId).join(' '));

  const accept = ({ userId, ...person }: Acquaintance) =>
    change(`accept ${userId}`, (trpc) => trpc.contacts.accept.mutate({ userId }), {
      text: t('accepted', { name: nameOf(person) }),
      tone: 'success',
    });
  const decline = ({ userId, ...person }: Acquaintance) =>
    change(`decline ${userId}`, (trpc) => trpc.contacts.decline.mutate({ userId }), {
      text: t('declined', { name: nameOf(person) }),
    });

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div {...kept} role="group" aria-label={t('askedByTitle')} tabIndex={-1} className="outline-none">
      {askedBy.length > 0 && (
        <Card id="askedBy" title={t('askedByTitle')} description={t('askedByText', { days: QUESTION_DAYS })}>
          <ul aria-label={t('askedByTitle')}>
            {askedBy.map((person) => (
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
        </Card>
      )}
    </div>
  );
}
