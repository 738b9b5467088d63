'use client';

import { Users } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { When } from '@/components/security/when';
import { useKeptRow } from '@/components/sessions/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { dateText } from '@/messages/dates';
import type { Acquaintance } from '@/server/contacts/queries';
import { LISTED, QUESTION_DAYS } from '@/server/contacts/rules';
import { ContactRequests } from './contact-requests';
import { PersonRow } from './person-row';
import { RemoveContactDialog } from './remove-contact-dialog';
import { useContactChange } from './use-contact-change';
import { useNameOf } from './use-name-of';

interface Lists {
  contacts: Acquaintance[];
  asked: Acquaintance[];
  askedBy: Acquaintance[];
}

/** Who asks, who is a contact, and whom one has asked. */
export function Contacts({ contacts, asked, askedBy }: Lists) {
  return (
    <div className="flex flex-col gap-6">
      <ContactRequests askedBy={askedBy} />
      <ContactList contacts={contacts} />
      <AskedList asked={asked} />
    </div>
  );
}

function ContactList({ contacts }: { contacts: Acquaintance[] }) {
  const t = useTranslations('contacts');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const nameOf = useNameOf();
  const [removing, setRemoving] = useState<{ person: Acquaintance; open: boolean }>();
  const kept = useKeptRow<HTMLDivElement>(contacts.map(({ userId }) => userId).join(' '));
  return (
    <Card
      id="contactList"
      title={t('listTitle')}
      description={t('listText')}
      {...(contacts.length >= LISTED && { hint: t('mostShown', { count: LISTED }) })}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('listTitle')} tabIndex={-1} className="outline-none">
        {contacts.length === 0 && (
          <EmptyState icon={<Users />} title={t('listEmpty')} text={t('listEmptyText')} />
        )}
        {contacts.length > 0 && (
          <ul aria-label={t('listTitle')}>
            {contacts.map((person) => (
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
      </div>
      {removing && (
        <RemoveContactDialog
          key={removing.person.userId}
          open={removing.open}
          person={removing.person}
          onClose={() => setRemoving({ ...removing, open: false })}
        />
      )}
    </Card>
  );
}

function AskedList({ asked }: { asked: Acquaintance[] }) {
  const t = useTranslations('contacts');
  const nameOf = useNameOf();
  const { change, busy } = useContactChange();
  const kept = useKeptRow<HTMLDivElement>(asked.map(({ userId }) => userId).join(' '));
  const withdraw = ({ userId }: Acquaintance) =>
    change(userId, (trpc) => trpc.contacts.withdraw.mutate({ userId }), { text: t('withdrawn') });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div {...kept} role="group" aria-label={t('askedTitle')} tabIndex={-1} className="outline-none">
      {asked.length > 0 && (
        <Card title={t('askedTitle')} description={t('askedText', { days: QUESTION_DAYS })}>
          <ul aria-label={t('askedTitle')}>
            {asked.map((person) => (
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
        </Card>
      )}
    </div>
  );
}
