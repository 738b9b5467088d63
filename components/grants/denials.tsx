'use client';

import { useTranslations } from 'next-intl';
import { usePermissionWords } from '@/components/roles/permission-words';
import { trpc } from '@/components/trpc';
import { Line, Lines } from './line';
import { lineOn } from './lines';
import { MoreButton, Part } from './part';
import type { useGrantChange } from './use-grant-change';
import { useNamedWords } from './use-named-words';
import { usePages } from './use-pages';

interface Props {
  /** Whose denials: of a principal, or on an object. */
  of: 'principal' | 'object';
  id: string;
  onChange: ReturnType<typeof useGrantChange>['change'];
}

/** What is denied, which wins over whatever allows it; nothing where nothing is. */
export function Denials({ of, id, onChange }: Props) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { nameOf, detailOf, inText } = useNamedWords();
  const pages = usePages(['denials', of, id], (after?: { permissionId: number; id: string }) =>
    trpc.roles.grants.denials.query({ of, id, after }).then(({ lines, next }) => ({ items: lines, next })),
  );
  if (!pages.isPending && !pages.error && pages.items.length === 0) return null;
  return (
    <Part title={t('denied')} read={pages}>
      <Lines label={t('denied')}>
        {pages.items.map(({ permission, principal, object, deniedAt, deniedBy, reason }) => {
          const other = of === 'principal' ? object : principal;
          const lines = lineOn(principal.id, permission, object.id);
          const said = { permission: words(permission), name: inText(principal), object: inText(object) };
          return (
            <Line
              key={`${permission} ${other.id}`}
              title={words(permission)}
              subject={{ name: nameOf(other), detail: detailOf(other) }}
              isOf={of === 'object'}
              given={{ by: deniedBy, at: deniedAt, until: null, reason, isDenial: true }}
              action={t('allow')}
              actionName={t('allowNamed', said)}
              onAction={() =>
                onChange({
                  run: () => trpc.roles.grants.allow.mutate(lines),
                  text: t('allowed', said),
                  undo: () => trpc.roles.grants.deny.mutate({ ...lines, reason }),
                })
              }
            />
          );
        })}
      </Lines>
      <MoreButton pages={pages} />
    </Part>
  );
}
