import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { CaseAppeal } from '@/server/moderation/case-page';

/** What somebody says against what was done about them, and what was answered. */
export function AppealCard({ appeal: { words, at, outcome, decidedAt, answer } }: { appeal: CaseAppeal }) {
  const t = useTranslations('cases');
  return (
    <Card
      title={t('appeal')}
      aside={
        <Badge tone={outcome ? 'neutral' : 'warning'}>{t(`appealOutcomes.${outcome ?? 'waiting'}`)}</Badge>
      }
    >
      <div>
        <bdi dir="auto" className="readable wrap-anywhere block whitespace-pre-wrap text-md">
          {words}
        </bdi>
        <p className="mt-1 text-sm text-text-muted">
          <When at={at} />
        </p>
      </div>
      {outcome && (
        <div>
          <h3 className="mb-1 text-base">{t('answer')}</h3>
          <bdi dir="auto" className="readable wrap-anywhere block whitespace-pre-wrap text-md">
            {answer}
          </bdi>
          {decidedAt && (
            <p className="mt-1 text-sm text-text-muted">
              <When at={decidedAt} />
            </p>
          )}
        </div>
      )}
    </Card>
  );
}
