'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useSyncExternalStore } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import type { ProfileForm } from '@/server/profile/inputs';
import { timeZoneGroups, zoneName } from './time-zones';
import { useProblem } from './use-problem';

const never = () => () => undefined;
const detected = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Language and time zone; the zone of this device is one press away. */
export function RegionCard() {
  const t = useTranslations('profile');
  const common = useTranslations('common');
  const { register, setValue, formState } = useFormContext<ProfileForm>();
  const zone = useWatch<ProfileForm, 'timeZone'>({ name: 'timeZone' });
  const here = useSyncExternalStore(never, detected, () => undefined);
  const problem = useProblem();
  const zones = useMemo(() => timeZoneGroups([zone, here]), [zone, here]);
  return (
    <Card title={t('regionCard')} description={t('regionCardText')}>
      <Field id="locale" label={t('locale')} error={problem('locale')}>
        <NativeSelect
          defaultValue={formState.defaultValues?.locale}
          {...register('locale')}
          options={[
            { value: 'en', label: common('english') },
            { value: 'fr', label: common('french') },
          ]}
        />
      </Field>
      <Field
        id="timeZone"
        label={t('timeZone')}
        error={problem('timeZone')}
        description={here && here !== zone ? t('detectedHint', { zone: zoneName(here) }) : undefined}
      >
        <NativeSelect
          defaultValue={formState.defaultValues?.timeZone ?? ''}
          {...register('timeZone', { setValueAs: (value: string | null) => value || null })}
          options={[{ value: '', label: t('timeZoneNone') }, ...zones]}
        />
      </Field>
      {here && here !== zone && (
        <Button
          className="self-start"
          onClick={() => setValue('timeZone', here, { shouldDirty: true, shouldTouch: true })}
        >
          {t('useDetected', { zone: zoneName(here) })}
        </Button>
      )}
    </Card>
  );
}
