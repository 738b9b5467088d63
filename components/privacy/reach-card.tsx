'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { CIRCLES } from '@/server/privacy/catalog';
import { ChoiceRow } from './choice-row';
import type { Choices } from './choices';

interface Props {
  values: Choices;
  onChoose: (choices: Partial<Choices>) => void;
}

/** Who finds a person by their address, writes to them, and asks to be a contact. */
export function ReachCard({ values, onChoose }: Props) {
  const t = useTranslations('privacy');
  const circles = CIRCLES.map((value) => ({ value, label: t(`circles.${value}`) }));
  // Whoever is a contact needs not ask.
  const askers = (['signed_in', 'group_mates', 'nobody'] as const).map((value) => ({
    value,
    label: t(`askers.${value}`),
  }));
  return (
    <Card id="reaching" title={t('reachCard')} description={t('reachCardText')}>
      <div className="divide-y">
        {(['foundByEmailFrom', 'messagesFrom', 'contactRequestsFrom'] as const).map((way) => (
          <ChoiceRow
            key={way}
            name={way}
            label={t(`reach.${way}`)}
            fullName={t(`reach.${way}`)}
            note={t(`reachHints.${way}`)}
            options={way === 'contactRequestsFrom' ? askers : circles}
            value={values[way]}
            onChoose={(circle) => onChoose({ [way]: circle })}
          />
        ))}
      </div>
    </Card>
  );
}
