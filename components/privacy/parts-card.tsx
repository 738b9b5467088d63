'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { PROFILE_FIELDS, type ProfileField } from '@/server/privacy/catalog';
import { ChoiceRow } from './choice-row';
import { type Choices, isNarrower } from './choices';
import { useAudienceOptions } from './use-audience-options';

interface Props {
  values: Choices;
  onChoose: (choices: Partial<Choices>) => void;
}

/** Each part of the page with its own audience; where the page has a narrower one, that is said and not forbidden. */
export function PartsCard({ values, onChoose }: Props) {
  const t = useTranslations('privacy');
  const options = useAudienceOptions();

  function noteOf(part: ProfileField) {
    if (values.profile !== 'everyone' && isNarrower(values.profile, values[part]))
      return t(`narrower.${values.profile}`);
    return part === 'lastSeen' || part === 'groups' ? t(`hints.${part}`) : undefined;
  }

  return (
    <Card id="partAudiences" title={t('partsCard')} description={t('partsCardText')}>
      <div className="divide-y">
        {PROFILE_FIELDS.map((part) => (
          <ChoiceRow
            key={part}
            name={part}
            label={t(`parts.${part}`)}
            fullName={t(`who.${part}`)}
            note={noteOf(part)}
            options={options}
            value={values[part]}
            onChoose={(audience) => onChoose({ [part]: audience })}
          />
        ))}
      </div>
    </Card>
  );
}
