import { useTranslations } from 'next-intl';
import { PurgeCard } from '@/components/moderation/approval-purge';
import { CaseNotes } from '@/components/moderation/case-notes';
import { OpenCase } from '@/components/moderation/open-case';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import { isReportKind } from '@/server/moderation/catalog';
import type { NoteView } from '@/server/moderation/notes';
import type { PersonView } from '@/server/moderation/people-page';
import { PersonPlaces } from './person-places';
import { PersonSecurity } from './person-security';
import { StatusBadge } from './status-badge';

interface Props {
  person: PersonView;
  /** What staff wrote down about them; null: not for the reader. */
  notes: NoteView[] | null;
  /** Handles what is reported of them. */
  mayOpenCase: boolean;
  mayEnd: boolean;
  mayReset: boolean;
  mayNote: boolean;
  /** Together with a second administrator. */
  mayPurge: boolean;
}

/** Somebody as staff see them, in one reading order: who, what was decided, where they belong, how they come in. */
export function WholePerson({ person, notes, mayOpenCase, mayEnd, mayReset, mayNote, mayPurge }: Props) {
  const t = useTranslations('people');
  const { userId, handle, displayName, status, isLimited, isSelf, createdAt, email } = person;
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <header>
        <h1 className="wrap-anywhere">
          <bdi>{displayName || handle}</bdi>
        </h1>
        <p className="mt-1 flex flex-wrap items-center gap-2 text-md text-text-muted">
          @{handle} <StatusBadge status={status} />
          {isLimited && <Badge tone="warning">{t('flags.limited')}</Badge>}
          {isSelf && <Badge>{t('you')}</Badge>}
        </p>
      </header>
      <Card title={t('who')} aside={<TextLink href={`/u/${handle}`}>{t('toProfile')}</TextLink>}>
        <DescriptionList
          items={[
            { term: t('joined'), details: <When at={createdAt} /> },
            ...(email === null ? [] : [{ term: t('email'), details: email }]),
            { term: t('notes'), details: t('notesCount', { count: person.notes }) },
            { term: t('grants'), details: t('grantsCount', { count: person.grants }) },
          ]}
        />
      </Card>
      <Sanctions person={person} />
      {!isSelf && <Cases person={person} mayOpen={mayOpenCase} />}
      {notes && <CaseNotes personId={userId} notes={notes} mayAdd={mayNote} />}
      <PersonPlaces person={person} />
      {person.security && (
        <PersonSecurity
          userId={userId}
          security={person.security}
          mayEnd={mayEnd && !isSelf}
          mayReset={mayReset && !isSelf}
        />
      )}
      {mayPurge && !isSelf && <PurgeCard person={person} />}
    </div>
  );
}

function Sanctions({ person: { sanctions } }: { person: PersonView }) {
  const t = useTranslations('people');
  const cases = useTranslations('cases');
  return (
    <Card title={t('sanctions')}>
      {sanctions.length === 0 ? (
        <p className="text-md text-text-muted">{t('noSanctions')}</p>
      ) : (
        <ul className="divide-y">
          {sanctions.map(({ id, caseId, kind, startsAt, endsAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-md first:pt-0 last:pb-0"
            >
              <TextLink href={`/admin/reports/${caseId}`}>{cases(`sanctionKinds.${kind}`)}</TextLink>
              <span className="text-sm text-text-muted">
                <When at={startsAt} />
                {endsAt && (
                  <>
                    {' – '}
                    <When at={endsAt} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Cases({ person, mayOpen }: { person: PersonView; mayOpen: boolean }) {
  const { userId, cases: latest, handle } = person;
  const t = useTranslations('people');
  const cases = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  return (
    <Card
      title={t('cases')}
      aside={<TextLink href={`/admin/reports?person=${handle}`}>{cases('toCases')}</TextLink>}
      {...(mayOpen && { action: <OpenCase about={{ personId: userId }} label={t('openCase')} /> })}
    >
      {latest.length === 0 ? (
        <p className="text-md text-text-muted">{t('noCases')}</p>
      ) : (
        <ul className="divide-y">
          {latest.map(({ id, subjectKind, kind, outcome, openedAt }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-md first:pt-0 last:pb-0"
            >
              <TextLink href={`/admin/reports/${id}`}>
                {cases(`subjects.${subjectKind}`)}
                {kind !== null && isReportKind(kind) && ` · ${kinds(`${kind}.name`)}`}
              </TextLink>
              <Badge tone={outcome === 'acted' ? 'warning' : 'neutral'}>
                {outcome ? cases(`outcomes.${outcome}`) : cases('states.open')}
              </Badge>
              <span className="text-sm text-text-muted">
                <When at={openedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
