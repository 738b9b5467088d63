'use client';

import { useTranslations } from 'next-intl';
import { withShift } from '@/components/admin/use-choice';
import { Badge } from '@/components/ui/badge';
import { Checkbox } from '@/components/ui/checkbox';
import { Link } from '@/components/ui/link';
import { linkClasses } from '@/components/ui/plain-link';
import { CARDS_ON_PHONE, Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import type { CaseLine } from '@/server/moderation/case-list';
import { isReportKind } from '@/server/moderation/catalog';
import { UrgencyBadge } from './case-urgency';
import { useCaseName } from './use-case-name';

interface Props {
  cases: CaseLine[];
  decided: boolean;
  me: string;
  chosen: ReadonlySet<string>;
  /** @param upTo with those between it and the one before */
  onChoose: (id: string, upTo: boolean) => void;
  onChooseAll: () => void;
}

/** The cases as a table: what each is about, why, how pressing, and who has it. */
export function QueueTable({ cases, decided, me, chosen, onChoose, onChooseAll }: Props) {
  const t = useTranslations('cases');
  return (
    <div className={CARDS_ON_PHONE}>
      <Table caption={t('title')}>
        <thead>
          <tr>
            {!decided && (
              <HeadCell className="relative w-0 pe-0">
                <Checkbox
                  label={<span className="sr-only">{t('chooseAll')}</span>}
                  checked={cases.length > 0 && cases.every(({ id }) => chosen.has(id))}
                  onChange={onChooseAll}
                />
              </HeadCell>
            )}
            <HeadCell>{t('what')}</HeadCell>
            <HeadCell>{t('who')}</HeadCell>
            <HeadCell>{t('kind')}</HeadCell>
            <HeadCell>{decided ? t('outcome') : t('urgency')}</HeadCell>
            <HeadCell numeric>{t('reports')}</HeadCell>
            <HeadCell>{decided ? t('decided') : t('age')}</HeadCell>
            {!decided && <HeadCell>{t('claimedBy')}</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {cases.map((line) => (
            <CaseRow
              key={line.id}
              line={line}
              decided={decided}
              isMine={line.holder?.userId === me}
              isChosen={chosen.has(line.id)}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface RowProps {
  line: CaseLine;
  decided: boolean;
  isMine: boolean;
  isChosen: boolean;
  onChoose: Props['onChoose'];
}

function CaseRow({ line, decided, isMine, isChosen, onChoose }: RowProps) {
  const t = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  const nameOf = useCaseName();
  const { id, subjectKind, person, group, urgency, kind, reportCount, openedAt, holder } = line;
  return (
    <Row selected={isChosen} data-row={id} className="has-[a:focus-visible]:bg-surface-hover">
      {!decided && (
        <Cell className="relative w-0 pe-0 max-md:absolute! max-md:end-4 max-md:top-2 max-md:w-auto">
          <Checkbox
            label={<span className="sr-only">{t('choose', { name: nameOf(line) })}</span>}
            checked={isChosen}
            onChange={(event) => onChoose(id, withShift(event))}
          />
        </Cell>
      )}
      <HeadCell scope="row" className="relative">
        <Link
          href={`/admin/reports/${id}`}
          prefetch={false}
          className={`${linkClasses} inline-flex min-h-6 items-center`}
        >
          <span aria-hidden="true">{t(`subjects.${subjectKind}`)}</span>
          <span className="sr-only">{nameOf(line)}</span>
        </Link>
        {line.hasAppeal && (
          <Badge tone="warning" className="ms-2">
            {t('appealed')}
          </Badge>
        )}
      </HeadCell>
      <Cell className="wrap-anywhere min-w-40">
        <bdi>{person?.displayName ?? group?.name ?? t('nobody')}</bdi>
        {person && <span className="block text-sm text-text-muted">@{person.handle}</span>}
      </Cell>
      <Cell>{kind !== null && isReportKind(kind) ? kinds(`${kind}.name`) : t('byStaff')}</Cell>
      <Cell>
        {decided ? line.outcome && t(`outcomes.${line.outcome}`) : <UrgencyBadge urgency={urgency} />}
      </Cell>
      <Cell numeric>
        <span className="text-text-muted md:hidden">{t('labelled', { label: t('reports') })} </span>
        {reportCount}
      </Cell>
      <Cell className="whitespace-nowrap">
        <When at={decided ? (line.resolvedAt ?? openedAt) : openedAt} />
      </Cell>
      {!decided && (
        <Cell className="wrap-anywhere">
          <span className="text-text-muted md:hidden">{t('labelled', { label: t('claimedBy') })} </span>
          {isMine ? <Badge tone="success">{t('you')}</Badge> : <bdi>{holder?.displayName ?? t('free')}</bdi>}
        </Cell>
      )}
    </Row>
  );
}
