'use client';

import { Users } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { When } from '@/components/when';
import { dateText } from '@/messages/dates';
import type { List } from '@/server/contacts/inputs';
import type { Acquaintance, PeoplePage } from '@/server/contacts/queries';
import { QUESTION_DAYS } from '@/server/contacts/rules';
import { ContactRequests } from './contact-requests';
import { MorePeople } from './more-people';
import { PersonRow } from './person-row';
import { RemoveContactDialog } from './remove-contact-dialog';
import { useContactChange } from './use-contact-change';
import { useNameOf } from './use-name-of';
import { usePeople } from './use-people';

type Next = PeoplePage['next'];

type Lists = Record<List, Acquaintance[]> & { next: Record<List, Next> };

/** Who asks, who is a contact, and whom one has asked. */
export function Contacts({ contacts, asked, askedBy, next }: Lists) {
  return (
    <div className="flex flex-col gap-6">
      <ContactRequests askedBy={askedBy} next={next.askedBy} />
      <ContactList contacts={contacts} next={next.contacts} />
      <AskedList asked={asked} next={next.asked} />
    </div>
  );
}

function ContactList({ contacts, next }: { contacts: Acquaintance[]; next: Next }) {
  const t = useTranslations('contacts');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const nameOf = useNameOf();
  const [removing, setRemoving] = useState<{ person: Acquaintance; open: boolean }>();
  const pages = usePeople('contacts', contacts, next);
  const { people, drop } = pages;
  const kept = useKeptRow<HTMLDivElement>(people.map(({ userId }) => userId).join(' '));
  return (
    <Card id="contactList" title={t('listTitle')} description={t('listText')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('listTitle')} tabIndex={-1} className="outline-none">
        {people.length === 0 && (
          <EmptyState icon={<Users />} title={t('listEmpty')} text={t('listEmptyText')} />
        )}
        {people.length > 0 && (
          <ul aria-label={t('listTitle')}>
            {people.map((person) => (
              <PersonRow
                key={person.userId}
                person={person}
                fact={t('since', { date: dateText({ ...zone, at: new Date(person.since) }) })}
                actions={
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-haspopup="dialog"
                    aria-label={t('removeNamed', { name: nameOf(person) })}
                    onClick={() => setRemoving({ person, open: true })}
                  >
                    {t('remove')}
                  </Button>
                }
              />
            ))}
          </ul>
        )}
        <MorePeople pages={pages} list={t('listTitle')} />
      </div>
      {removing && (
        <RemoveContactDialog
          key={removing.person.userId}
          open={removing.open}
          person={removing.person}
          onRemoved={() => drop(removing.person.userId)}
          onClose={() => setRemoving({ ...removing, open: false })}
        />
      )}
    </Card>
  );
}

function AskedList({ asked, next }: { asked: Acquaintance[]; next: Next }) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const { change, busy } = useContactChange();
  const pages = usePeople('asked', asked, next);
  const { people, drop } = pages;
  const kept = useKeptRow<HTMLDivElement>(people.map(({ userId }) => userId).join(' '));
  const withdraw = ({ userId }: Acquaintance) =>
    change(userId, (trpc) => trpc.contacts.withdraw.mutate({ userId }), {
      text: t('withdrawn'),
      onGone: () => drop(userId),
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div
      {...kept}
      role="group"
      aria-label={t('askedTitle')}
      tabIndex={-1}
      className="outline-none empty:-mt-6"
    >
      {people.length > 0 && (
        <Card title={t('askedTitle')} description={t('askedText', { days: QUESTION_DAYS })}>
          <ul aria-label={t('askedTitle')}>
            {people.map((person) => (
              <PersonRow
                key={person.userId}
                person={person}
                fact={t.rich('askedSince', { when: () => <When at={person.since} /> })}
                actions={
                  <Button
                    size="sm"
                    variant="ghost"
                    loading={busy(person.userId)}
                    aria-label={t('withdrawNamed', { name: nameOf(person) })}
                    onClick={() => withdraw(person)}
                  >
                    {t('withdraw')}
                  </Button>
                }
              />
            ))}
          </ul>
          <MorePeople pages={pages} list={t('askedTitle')} />
        </Card>
      )}
    </div>
  );
}
