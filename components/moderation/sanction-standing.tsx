'use client';

import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { OwnSanction } from '@/server/moderation/sanction-facts';
import { OwnSanctionList } from './sanction-own';

/** What holds against oneself, and what did. */
export function Standing({ inForce, over }: { inForce: OwnSanction[]; over: OwnSanction[] }) {
  const t = useTranslations('standing');
  return (
    <div className="flex flex-col gap-6">
      <Card id="standing" title={t('nowTitle')}>
        {inForce.length === 0 ? (
          <EmptyState icon={<ShieldCheck />} title={t('nothing')} text={t('nothingText')} />
        ) : (
          <OwnSanctionList sanctions={inForce} label={t('nowTitle')} />
        )}
      </Card>
      {over.length > 0 && (
        <Card title={t('overTitle')} description={t('overText')}>
          <OwnSanctionList sanctions={over} label={t('overTitle')} />
        </Card>
      )}
    </div>
  );
}
