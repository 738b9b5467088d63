'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { SaveBar } from '@/components/ui/save-bar';

/** Says how much is unsaved, and offers to discard or save it. */
export function UnsavedBar({
  count,
  problems,
  saving,
  onDiscard,
}: {
  count: number;
  problems: number;
  saving: boolean;
  onDiscard: () => void;
}) {
  const t = useTranslations('profile');
  return (
    <SaveBar
      open={count > 0}
      // In line with the column of the page, beside the navigation.
      className="md:max-w-228 md:ps-58"
      label={t('unsavedLabel')}
      text={problems ? t('fixFirst', { count: problems }) : t('unsaved', { count })}
      discard={
        <Button variant="ghost" onClick={onDiscard} disabled={saving}>
          {t('discard')}
        </Button>
      }
      save={
        <Button type="submit" variant="primary" loading={saving}>
          {t('save')}
        </Button>
      }
    />
  );
}
