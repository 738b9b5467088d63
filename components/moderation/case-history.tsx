import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import type { CaseView, EarlierCase } from '@/server/moderation/case-page';
import { isReportKind } from '@/server/moderation/catalog';
import { SanctionRow } from './case-sanction';

/** What was done about the person or the group so far, and their other cases. */
export function CaseHistory({ found: { subject, sanctions, earlier } }: { found: CaseView }) {
  const t = useTranslations('cases');
  const isGroup = subject.kind === 'group';
  return (
    <Card title={t('history')} description={t(isGroup ? 'historyTextGroup' : 'historyText')}>
      <section>
        <h3 className="mb-2 text-base">{t('sanctionsTitle', { count: sanctions.length })}</h3>
        {sanctions.length === 0 ? (
          <p className="text-md text-text-muted">{t(isGroup ? 'noSanctionsGroup' : 'noSanctions')}</p>
        ) : (
          <ul className="divide-y">
            {sanctions.map((sanction) => (
              <SanctionRow key={sanction.id} sanction={sanction} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h3 className="mb-2 text-base">{t('earlierTitle', { count: earlier.length })}</h3>
        {earlier.length === 0 ? (
          <p className="text-md text-text-muted">{t('noEarlier')}</p>
        ) : (
          <ul className="divide-y">
            {earlier.map((one) => (
              <EarlierRow key={one.id} earlier={one} />
            ))}
          </ul>
        )}
      </section>
    </Card>
  );
}

function EarlierRow({ earlier: { id, subjectKind, kind, openedAt, outcome } }: { earlier: EarlierCase }) {
  const t = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-md first:pt-0 last:pb-0">
      <TextLink href={`/admin/reports/${id}`}>
        {t(`subjects.${subjectKind}`)}
        {kind !== null && isReportKind(kind) && ` · ${kinds(`${kind}.name`)}`}
      </TextLink>
      <Badge tone={outcome === 'acted' ? 'warning' : 'neutral'}>
        {outcome ? t(`outcomes.${outcome}`) : t('states.open')}
      </Badge>
      <span className="text-sm text-text-muted">
        <When at={openedAt} />
      </span>
    </li>
  );
}
