'use client';

import { useTranslations } from 'next-intl';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { ActRefusal } from '@/server/moderation/people-acting-rules';
import type { PersonRow } from '@/server/moderation/people-list';
import type { PeopleAction } from './people-bulk';

/** Somebody with whom it is not done, and why. */
export interface Refused {
  person: Pick<PersonRow, 'userId' | 'handle' | 'displayName'>;
  result: ActRefusal | 'BEYOND_YOURS' | 'SECOND_PERSON_NEEDED';
}

/** Whom it is not done with, by name, and why. */
function RefusedPeople({ refused }: { refused: Refused[] }) {
  const t = useTranslations('people');
  return (
    <ul className="mt-1 max-h-48 list-disc overflow-y-auto ps-5">
      {refused.map(({ person, result }) => (
        <li key={person.userId} className="wrap-anywhere">
          <bdi className="font-medium">{person.displayName || person.handle}</bdi>{' '}
          <bdi className="text-text-muted">@{person.handle}</bdi> – {t(`refused.${result}`)}
        </li>
      ))}
    </ul>
  );
}

/** What was done with several people, and with whom it was not. */
export interface PeopleOutcome {
  action: PeopleAction;
  done: number;
  refused: Refused[];
}

export function OutcomeBanner({ outcome, onClose }: { outcome: PeopleOutcome; onClose: () => void }) {
  const t = useTranslations('people');
  const { action, done, refused } = outcome;
  return (
    <Banner
      role="status"
      tone={refused.length > 0 ? 'warning' : 'success'}
      action={
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t('understood')}
        </Button>
      }
    >
      <p>{t(`done.${action}`, { count: done })}</p>
      {refused.length > 0 && (
        <>
          <p className="mt-1">{t('notDone', { count: refused.length })}</p>
          <RefusedPeople refused={refused} />
        </>
      )}
    </Banner>
  );
}

/** What is about to be done with how many, and with whom it cannot be. */
export function Forecast({ text, refused }: { text: string; refused: Refused[] }) {
  const t = useTranslations('people');
  return (
    <Banner role="status" tone={refused.length > 0 ? 'warning' : 'info'}>
      <p>{text}</p>
      {refused.length > 0 && (
        <>
          <p className="mt-1">{t('cannot', { count: refused.length })}</p>
          <RefusedPeople refused={refused} />
        </>
      )}
    </Banner>
  );
}
