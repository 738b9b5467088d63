'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Cell } from '@/components/ui/table';
import { When } from '@/components/when';
import type { PersonColumn } from '@/server/moderation/people-inputs';
import type { PersonRow } from '@/server/moderation/people-list';
import { StatusBadge } from './status-badge';

/** What a row tells of somebody, in the columns that are shown. */
export function PersonCells({ person, columns }: { person: PersonRow; columns: PersonColumn[] }) {
  return columns.map((column) => <OneCell key={column} person={person} column={column} />);
}

function OneCell({ person, column }: { person: PersonRow; column: PersonColumn }) {
  const t = useTranslations('people');
  switch (column) {
    case 'email':
      return <Cell className="wrap-anywhere md:min-w-52">{person.email}</Cell>;
    case 'status':
      return (
        <Cell>
          <span className="flex flex-wrap gap-1">
            <StatusBadge status={person.status} />
            {person.isLimited && <Badge tone="warning">{t('flags.limited')}</Badge>}
            {person.sanctions > 0 && <Badge tone="warning">{t('flags.sanctioned')}</Badge>}
          </span>
        </Cell>
      );
    case 'openCases':
    case 'sanctions':
      return (
        <Cell numeric>
          <Label>{t(column)}</Label>
          {person[column]}
        </Cell>
      );
    case 'joined':
      return (
        <Cell className="whitespace-nowrap">
          <Label>{t(column)}</Label>
          <When at={person.createdAt} />
        </Cell>
      );
    case 'lastSeen':
      return (
        // The words wrap where the time does not, or they would reach over the edge of the table.
        <Cell className={person.lastSeenAt ? 'whitespace-nowrap' : 'md:min-w-28'}>
          <Label>{t(column)}</Label>
          {person.lastSeenAt ? <When at={person.lastSeenAt} /> : t('signedInNowhere')}
        </Cell>
      );
  }
}

/** The name of the column, where rows are cards. */
function Label({ children }: { children: string }) {
  const t = useTranslations('cases');
  return <span className="text-text-muted md:hidden">{t('labelled', { label: children })} </span>;
}
