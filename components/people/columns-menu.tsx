'use client';

import { Columns3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Menu } from '@/components/ui/menu';
import type { PersonColumn } from '@/server/moderation/people-inputs';
import { toggledColumns } from './people-columns';

interface Props {
  offered: PersonColumn[];
  shown: PersonColumn[];
  onChange: (columns: PersonColumn[] | null) => void;
}

/** Which columns the list of people has besides who it is, which stays. */
export function ColumnsMenu({ offered, shown, onChange }: Props) {
  const t = useTranslations('people');
  return (
    <Menu
      label={t('columns')}
      trigger={
        <>
          <Columns3 aria-hidden="true" />
          {t('columns')}
        </>
      }
      triggerVariant="secondary"
      triggerSize="sm"
      entries={[
        {
          kind: 'checkbox',
          label: t('person'),
          checked: true,
          disabled: true,
          onCheckedChange: () => undefined,
        },
        ...offered.map((column) => ({
          kind: 'checkbox' as const,
          label: t(column),
          checked: shown.includes(column),
          onCheckedChange: () => onChange(toggledColumns(offered, shown, column)),
        })),
      ]}
    />
  );
}
