import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import type { CaseReport } from '@/server/moderation/case-reports';
import { evidenceAddress } from '@/server/moderation/rules';
import { EvidenceList } from './evidence-list';

/** What was reported, as it was at each report; what is the same at several stands there once. */
export function CaseEvidence({ reports }: { reports: CaseReport[] }) {
  const t = useTranslations('cases');
  const different = new Map<string, CaseReport>();
  for (const report of reports) {
    const content = JSON.stringify(report.evidence);
    if (!different.has(content)) different.set(content, report);
  }
  const shown = [...different.values()];
  return (
    <Card title={t('evidence')} description={t('evidenceText')}>
      {shown.length === 0 && <p className="text-md text-text-muted">{t('noEvidence')}</p>}
      {shown.map(({ id, evidence }, index) => (
        <div key={id} className={index > 0 ? 'border-t pt-5' : undefined}>
          {shown.length > 1 && (
            <h3 className="mb-2 text-base">{t('evidenceNumber', { number: index + 1 })}</h3>
          )}
          <EvidenceList
            evidence={evidence}
            photoSource={
              evidence.pictureId === undefined
                ? undefined
                : evidenceAddress({ pictureId: evidence.pictureId })
            }
            nothing={t('noEvidence')}
          />
        </div>
      ))}
    </Card>
  );
}
