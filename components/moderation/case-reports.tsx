import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { CaseView } from '@/server/moderation/case-page';
import type { CaseReport } from '@/server/moderation/case-reports';
import { isReportKind } from '@/server/moderation/catalog';

const UNNAMED = {
  left: 'reporterLeft',
  'out of reach': 'reporterElsewhere',
  'group gone': 'reporterOfGone',
} as const;

/** Who reported it, why, in which words, and what became of what they reported before. */
export function CaseReports({ found: { reports, reportCount } }: { found: CaseView }) {
  const t = useTranslations('cases');
  return (
    <Card title={t('reportsTitle', { count: reportCount })}>
      {reports.length === 0 ? (
        <p className="text-md text-text-muted">{t('noReports')}</p>
      ) : (
        <ul className="divide-y">
          {reports.map((report) => (
            <ReportRow key={report.id} report={report} />
          ))}
        </ul>
      )}
      {reportCount > reports.length && (
        <p className="text-sm text-text-muted">{t('moreReports', { count: reportCount - reports.length })}</p>
      )}
    </Card>
  );
}

function ReportRow({ report: { kind, words, at, reporter, unnamed } }: { report: CaseReport }) {
  const t = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  return (
    <li className="flex flex-col gap-1 py-4 first:pt-0 last:pb-0">
      <p className="font-medium text-base">{isReportKind(kind) ? kinds(`${kind}.name`) : kind}</p>
      {words && (
        <bdi dir="auto" className="readable wrap-anywhere whitespace-pre-wrap text-md">
          {words}
        </bdi>
      )}
      <p className="wrap-anywhere flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-text-muted">
        <span>
          {reporter ? (
            <>
              <bdi>{reporter.displayName}</bdi> (@{reporter.handle})
            </>
          ) : (
            t(UNNAMED[unnamed ?? 'left'])
          )}
        </span>
        {reporter && <span>{t('record', { reported: reporter.reported, actedOn: reporter.actedOn })}</span>}
        <When at={at} />
      </p>
    </li>
  );
}
