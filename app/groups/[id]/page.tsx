import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache, Suspense } from 'react';
import { AccessCards } from '@/components/grants/access-cards';
import { GroupHead } from '@/components/groups/group-head';
import { PublicShell } from '@/components/navigation/public-shell';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage, viewer } from '@/server/caller';
import type { Named } from '@/server/roles/named';
import { InvitationsPart } from './invitations-part';
import { MembersPart } from './members-part';

type Props = { params: Promise<{ id: string }> };

const read = cache((id: string) => forPage(`/groups/${id}`, (api) => api.groups.get({ groupId: id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ name }, t] = await Promise.all([read((await params).id), getTranslations('groups')]);
  return { title: name || t('hiddenName'), robots: { index: false } };
}

export default async function OneGroupPage({ params }: Props) {
  const { id } = await params;
  const [group, me, t] = await Promise.all([read(id), viewer(), getTranslations('groups')]);
  const none = { handle: null, roleKey: null, subjectKind: null };
  const named: Named = { ...none, id, kind: 'group', name: group.name || t('hiddenName') };
  return (
    <PublicShell me={me}>
      <Words
        names={[
          'common',
          'reasons',
          'problems',
          'errors',
          'navigation',
          'contacts',
          'groups',
          'standing',
          'reporting',
          'reportKinds',
          'stepUp',
          'passkeyCreation',
        ]}
      >
        <StepUpProvider>
          <div className="flex flex-col gap-6">
            <GroupHead group={group} />
            {group.may.manageMembers && (
              <Suspense>
                <InvitationsPart groupId={id} />
              </Suspense>
            )}
            {group.members && me && (
              <Suspense
                fallback={
                  <Card title={t('membersTitle')} description={t('membersText')}>
                    <SkeletonRows label={t('membersLoading')} />
                  </Card>
                }
              >
                <MembersPart group={group} me={me.userId} />
              </Suspense>
            )}
            {me && <AccessCards own={me.permissions} principal={named} object={{ type: 'group', named }} />}
          </div>
        </StepUpProvider>
      </Words>
    </PublicShell>
  );
}
