'use client';

import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { OutsideLink } from '@/components/ui/text-link';

/** What is known of the app that asks. */
export function AppFacts({
  client: { name, description, website },
}: {
  client: { name: string; description: string; website: string };
}) {
  const t = useTranslations('apps');
  const common = useTranslations('common');
  if (!description && !website) return null;
  return (
    <div className="wrap-anywhere text-md text-text-muted">
      {description && (
        <p>
          <bdi>{description}</bdi>
        </p>
      )}
      {website && (
        <OutsideLink href={website} newTabLabel={common('newTab')}>
          {t('website', { name: isolate(name) })}
        </OutsideLink>
      )}
    </div>
  );
}
