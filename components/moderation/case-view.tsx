import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { When } from '@/components/when';
import type { CaseView } from '@/server/moderation/case-page';
import { isReportKind } from '@/server/moderation/catalog';
import { AppealCard } from './case-appeal';
import { CaseClaim } from './case-claim';
import { CaseDecision } from './case-decision';
import { CaseEvidence } from './case-evidence';
import { CaseHistory } from './case-history';
import { CaseNotes } from './case-notes';
import { CaseReports } from './case-reports';
import { CaseSubject } from './case-subject';
import { CaseTimeline } from './case-timeline';
import { UrgencyBadge } from './case-urgency';
import { useCaseName } from './use-case-name';

/** A case in the order in which it is decided: who, what, why, what was before, what to do, and what was done. */
export function WholeCase({ found }: { found: CaseView }) {
  const t = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  const nameOf = useCaseName();
  const { id, subject, person, group, state, urgency, kind, openedAt } = found;
  const isOfGroup = subject.kind === 'group';
  return (
    <article className="flex max-w-3xl flex-col gap-4">
      <header>
        <h1 className="wrap-anywhere">{nameOf({ subjectKind: subject.kind, person, group })}</h1>
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-md text-text-muted">
          <Badge>{t(`states.${state}`)}</Badge>
          <UrgencyBadge urgency={urgency} />
          <span>{kind !== null && isReportKind(kind) ? kinds(`${kind}.name`) : t('byStaff')}</span>
          <span>{t.rich('openedAt', { when: () => <When at={openedAt} /> })}</span>
        </p>
      </header>
      <CaseClaim found={found} />
      <CaseSubject found={found} />
      <CaseEvidence reports={found.reports} />
      <CaseReports found={found} />
      <CaseHistory found={found} />
      <CaseNotes caseId={id} notes={found.notes} />
      {found.appeal && <AppealCard appeal={found.appeal} claim={found.claim} isOfGroup={isOfGroup} />}
      <CaseDecision found={found} />
      <CaseTimeline events={found.timeline} isOfGroup={isOfGroup} />
    </article>
  );
}
