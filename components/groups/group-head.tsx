'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import type { GroupPage } from '@/server/groups/types';
import { GroupActions } from './group-actions';
import { HiddenNote } from './hidden-note';
import { OwnInvitation } from './own-invitation';
import { StandingBadge } from './standing-badge';

/** What a group is: its name, who sees it, how many are in it, what it is for; and what one can do about it. */
export function GroupHead({ group }: { group: GroupPage }) {
  const t = useTranslations('groups');
  const { name, description, isHidden, hiding, joining, standing, members, may } = group;
  const isOutside = standing === null && (may.manageMembers || may.update || may.remove);
  return (
    <header className="flex flex-col gap-5">
      {isHidden && <HiddenNote hiding={hiding} />}
      {isOutside && <Banner>{t('asStaff')}</Banner>}
      <div className="flex flex-wrap items-start gap-x-5 gap-y-4">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="wrap-anywhere">
            <bdi>{name || t('hiddenName')}</bdi>
          </h1>
          <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-md text-text-muted">
            {standing && <StandingBadge standing={standing} />}
            <SeenBy group={group} />
            {members && (
              <span>{t(members.isMore ? 'moreThan' : 'memberCount', { count: members.count })}</span>
            )}
            <span>{t(`comesIn.${joining}`)}</span>
          </p>
        </div>
        <GroupActions group={group} />
      </div>
      <OwnInvitation group={group} />
      {description && (
        <p dir="auto" className="readable wrap-anywhere whitespace-pre-wrap text-base">
          {description}
        </p>
      )}
    </header>
  );
}

/** Who sees it; of one that moderators have hidden it would not be true. */
function SeenBy({ group: { isHidden, visibility } }: { group: GroupPage }) {
  const t = useTranslations('groups');
  const isOpen = visibility === 'signed_in' && !isHidden;
  return (
    <Badge
      tone={isHidden ? 'warning' : 'neutral'}
      icon={isOpen ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
    >
      {t(`states.${isHidden ? 'hidden' : visibility}`)}
    </Badge>
  );
}
