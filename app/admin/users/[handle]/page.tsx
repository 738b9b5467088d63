import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { readNothing } from '@/app/admin/read-nothing';
import { StaffPage } from '@/components/admin/staff-page';
import { AuditLink } from '@/components/audit/audit-link';
import { AccessCards } from '@/components/grants/access-cards';
import { WholePerson } from '@/components/people/whole-person';
import { forPage } from '@/server/caller';
import type { Named } from '@/server/roles/named';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('person') };
}

export default async function PersonPage({ params }: { params: Promise<{ handle: string }> }) {
  const { handle } = await params;
  const path = `/admin/users/${handle}`;
  const [person, me] = await Promise.all([
    forPage(path, (api) => api.moderation.users.get({ handle: decodeURIComponent(handle) })),
    forPage(path, (api) => api.viewer.staff()),
  ]);
  const { userId: id, handle: current, displayName: name } = person;
  const notes = person.isSelf
    ? null
    : await forPage(path, (api) => api.moderation.notes.list({ personId: id })).catch(readNothing);
  const named: Named = { id, kind: 'person', handle: current, name, roleKey: null, subjectKind: null };
  return (
    <StaffPage names={['approvals', 'people', 'cases', 'reportKinds', 'roles', 'security', 'securityLog']}>
      <WholePerson
        person={person}
        notes={notes}
        mayOpenCase={me.moderatesOnly || me.permissions.includes('report.handle')}
        mayReset={me.permissions.includes('person.resetFactors')}
        mayNote={me.moderatesOnly || me.permissions.includes('person.note')}
        mayEnd={me.permissions.includes('person.endSessions')}
        mayPurge={me.permissions.includes('roles.assign') && me.permissions.includes('person.purge')}
      />
      <AccessCards own={me.permissions} principal={named} object={{ type: 'person', named }} />
      <AuditLink permissions={me.permissions} query={`subject=${current}`} />
    </StaffPage>
  );
}
