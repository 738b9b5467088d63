'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { linkClasses } from '@/components/ui/plain-link';
import { CARDS_ON_PHONE, Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import type { ListedGroup } from '@/server/groups/types';

/** Groups as a table: which, who sees them and how people come in, how many are in them. Each leads to its page. */
export function GroupsTable({ groups }: { groups: ListedGroup[] }) {
  const t = useTranslations('groups');
  return (
    <div className={CARDS_ON_PHONE}>
      <Table caption={t('title')}>
        <thead>
          <tr>
            <HeadCell>{t('group')}</HeadCell>
            <HeadCell>{t('visibility')}</HeadCell>
            <HeadCell>{t('joining')}</HeadCell>
            <HeadCell numeric>{t('members')}</HeadCell>
            <HeadCell>{t('createdAt')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {groups.map(
            ({ groupId, name, isHidden, visibility, joining, members, isMore, owners, createdAt }) => (
              <Row key={groupId} data-row={groupId} className="has-[a:focus-visible]:bg-surface-hover">
                <HeadCell scope="row" className="wrap-anywhere min-w-44 whitespace-normal!">
                  <Link
                    href={`/groups/${groupId}`}
                    prefetch={false}
                    className={`${linkClasses} inline-block max-w-full py-0.5`}
                  >
                    <bdi>{name}</bdi>
                  </Link>
                  {(isHidden || owners === 0) && (
                    <span className="flex flex-wrap gap-1">
                      {isHidden && <Badge tone="warning">{t('states.hidden')}</Badge>}
                      {owners === 0 && <Badge tone="danger">{t('noOwner')}</Badge>}
                    </span>
                  )}
                </HeadCell>
                <Cell>
                  <span className="text-text-muted md:hidden">
                    {t('before', { column: t('visibility') })}{' '}
                  </span>
                  {t(`visibilities.${visibility}`)}
                </Cell>
                <Cell>
                  <span className="text-text-muted md:hidden">{t('before', { column: t('joining') })} </span>
                  {t(`joinings.${joining}`)}
                </Cell>
                <Cell numeric className="whitespace-nowrap">
                  <span className="text-text-muted md:hidden">{t('before', { column: t('members') })} </span>
                  {t(isMore ? 'countMore' : 'countOnly', { count: members })}
                </Cell>
                <Cell className="whitespace-nowrap">
                  <span className="text-text-muted md:hidden">
                    {t('before', { column: t('createdAt') })}{' '}
                  </span>
                  <When at={createdAt} />
                </Cell>
              </Row>
            ),
          )}
        </tbody>
      </Table>
    </div>
  );
}
