'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ChoiceRow } from './choice-row';
import { type Choices, changesOf, PRESETS } from './choices';
import { useAudienceOptions } from './use-audience-options';
import { ViewAs } from './view-as';

interface Props {
  values: Choices;
  /** What of them is not saved. */
  changes: Partial<Choices>;
  handle: string;
  onChoose: (choices: Partial<Choices>) => void;
}

/** The page as a whole, two ways to begin, and how it looks to others. */
export function PageCard({ values, changes, handle, onChoose }: Props) {
  const t = useTranslations('privacy');
  const options = useAudienceOptions();
  const [filled, setFilled] = useState<'presetFilled' | 'presetSame'>();

  function fill(name: keyof typeof PRESETS) {
    const differs = Object.keys(changesOf(PRESETS[name], values)).length > 0;
    setFilled(differs ? 'presetFilled' : 'presetSame');
    onChoose(PRESETS[name]);
  }

  return (
    <Card
      title={t('pageCard')}
      description={t('pageCardText')}
      aside={<ViewAs changes={changes} handle={handle} />}
    >
      <div>
        <ChoiceRow
          id="pageAudience"
          name="profile"
          label={t('who.profile')}
          fullName={t('who.profile')}
          note={t(`pageHints.${values.profile}`)}
          options={options}
          value={values.profile}
          onChoose={(audience) => onChoose({ profile: audience })}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons need no fieldset. */}
      <div role="group" aria-label={t('presets')} className="flex flex-wrap items-center gap-2 border-t pt-4">
        <p className="me-2 min-w-0 flex-1 basis-56 text-sm text-text-muted">{t('presetHint')}</p>
        <div className="flex gap-2">
          <Button size="sm" onClick={() => fill('open')}>
            {t('open')}
          </Button>
          <Button size="sm" onClick={() => fill('private')}>
            {t('private')}
          </Button>
        </div>
        <p role="status" className="sr-only">
          {filled && t(filled)}
        </p>
      </div>
    </Card>
  );
}
