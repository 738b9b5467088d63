'use client';

import { useTranslations } from 'next-intl';
import { useRoleName } from '@/components/roles/role-mark';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import type { PersonView } from '@/server/moderation/people-page';

/** The roles and groups of somebody. */
export function PersonPlaces({ person: { roles, groups } }: { person: PersonView }) {
  const t = useTranslations('people');
  const nameOf = useRoleName();
  return (
    <Card title={t('places')}>
      {roles.length + groups.length === 0 ? (
        <p className="text-md text-text-muted">{t('noPlaces')}</p>
      ) : (
        <ul className="divide-y text-md">
          {roles.map((role) => (
            <li key={role.id} className="flex flex-wrap gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <TextLink href={`/admin/users?role=${role.id}`}>
                <bdi>{nameOf(role)}</bdi>
              </TextLink>
              <span className="text-text-muted">
                {role.expiresAt ? (
                  <>
                    {t('roleUntil')} <When at={role.expiresAt} />
                  </>
                ) : (
                  t('role')
                )}
              </span>
            </li>
          ))}
          {groups.map(({ id, name, standing }) => (
            <li key={id} className="flex flex-wrap gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0">
              <TextLink href={`/admin/users?group=${id}`}>
                <bdi className="wrap-anywhere">{name}</bdi>
              </TextLink>
              <span className="text-text-muted">{t(`standings.${standing}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
