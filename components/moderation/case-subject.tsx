import { useTranslations } from 'next-intl';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import type { CaseView } from '@/server/moderation/case-page';

const STATUSES = ['active', 'suspended', 'deactivated', 'leaving', 'erasing'] as const;

/** Whom a case is about, and how their account stands; or which group. */
export function CaseSubject({ found: { person, group, subject } }: { found: CaseView }) {
  const t = useTranslations('cases');
  const status = STATUSES.find((name) => name === person?.status);
  return (
    <Card title={t(subject.kind === 'group' ? 'whichGroup' : 'who')}>
      {person && (
        <div className="flex items-start gap-4">
          <PersonAvatar id={person.userId} name={person.displayName} photoId={person.photoId} size="lg" />
          <div className="min-w-0 flex-1">
            <p className="wrap-anywhere font-medium text-base">
              <bdi>{person.displayName}</bdi>
            </p>
            <p className="wrap-anywhere text-md text-text-muted">@{person.handle}</p>
            <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-text-muted">
              {status && (
                <Badge tone={status === 'active' ? 'neutral' : 'warning'}>{t(`statuses.${status}`)}</Badge>
              )}
              <span>{t.rich('joined', { when: () => <When at={person.joinedAt} /> })}</span>
            </p>
            <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-md">
              <TextLink href={`/u/${person.handle}`}>{t('toProfile')}</TextLink>
              <TextLink href={`/admin/reports?person=${person.handle}`}>{t('toCases')}</TextLink>
            </p>
          </div>
        </div>
      )}
      {group && (
        <div className="wrap-anywhere">
          <p className="flex flex-wrap items-center gap-2 font-medium text-base">
            <bdi>{group.name}</bdi>
            {group.isHidden && <Badge tone="warning">{t('groupHidden')}</Badge>}
            {group.isRemoved && <Badge tone="warning">{t('groupRemoved')}</Badge>}
          </p>
          {group.description && (
            <bdi dir="auto" className="readable mt-1 block whitespace-pre-wrap text-md text-text-muted">
              {group.description}
            </bdi>
          )}
          <p className="mt-2 text-md">
            <TextLink href={`/admin/reports?group=${group.id}`}>{t('toGroupCases')}</TextLink>
          </p>
        </div>
      )}
      {!person && !group && <p className="text-md text-text-muted">{t(`goneText.${subject.kind}`)}</p>}
    </Card>
  );
}
