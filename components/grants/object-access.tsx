'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePermissionWords } from '@/components/roles/permission-words';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { Named } from '@/server/roles/named';
import type { ObjectType } from '@/server/roles/permissions';
import { Denials } from './denials';
import { GiveDialog } from './give-dialog';
import { type GiveStart, givingOn } from './give-start';
import { HolderRow } from './holder-row';
import { Line, Lines } from './line';
import { lineOn } from './lines';
import { MoreButton, Part } from './part';
import { ACCESS_KEY, useGrantChange } from './use-grant-change';
import { useNamedWords } from './use-named-words';
import { usePages } from './use-pages';

interface Props {
  type: ObjectType;
  object: Named;
}

/** Who may do what with a person, a group, a case or an app, and why; giving, denying and taking it back. */
export function ObjectAccess({ type, object }: Props) {
  const t = useTranslations('grants');
  const [dialog, setDialog] = useState<{ start: GiveStart; open: boolean; number: number }>();
  const { place, change } = useGrantChange();
  const show = (what: GiveStart['what']) =>
    setDialog((last) => ({
      start: givingOn(what, object, type),
      open: true,
      number: (last?.number ?? 0) + 1,
    }));
  return (
    <Card
      id="who-may"
      title={t('accessTitle')}
      description={t(`accessText.${type}`)}
      aside={
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => show('give')}>
            <Plus aria-hidden="true" />
            {t('give')}
          </Button>
          <Button onClick={() => show('deny')}>
            <Ban aria-hidden="true" />
            {t('deny')}
          </Button>
        </div>
      }
    >
      <div ref={place} tabIndex={-1} className="flex flex-col gap-5 outline-none">
        <Denials of="object" id={object.id} onChange={change} />
        <SharedGrants type={type} object={object} onChange={change} />
        <Holders type={type} object={object} onChange={change} />
      </div>
      {dialog && (
        <GiveDialog
          key={dialog.number}
          start={dialog.start}
          open={dialog.open}
          onClose={() => setDialog((now) => now && { ...now, open: false })}
        />
      )}
    </Card>
  );
}

interface PartProps extends Props {
  onChange: ReturnType<typeof useGrantChange>['change'];
}

/** What groups, roles and everyone were given on it; nothing where they were given nothing. */
function SharedGrants({ type, object, onChange }: PartProps) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { nameOf, detailOf, inText } = useNamedWords();
  const shared = useQuery({
    queryKey: [ACCESS_KEY, 'shared', object.id],
    queryFn: () => trpc.roles.grants.shared.query({ object: { type, id: object.id } }),
  });
  if (shared.isSuccess && shared.data.length === 0) return null;
  return (
    <Part title={t('shared')} read={shared}>
      <Lines label={t('shared')}>
        {shared.data?.map((line) => {
          const { permission, expiresAt, reason } = line;
          const principal = principalOf(line);
          const lines = lineOn(principal.id, permission, object.id);
          const said = { permission: words(permission), name: inText(principal) };
          return (
            <Line
              key={`${principal.id} ${permission}`}
              title={words(permission)}
              subject={{ name: nameOf(principal), detail: detailOf(principal) }}
              isOf
              given={{ by: line.grantedBy, at: line.grantedAt, until: expiresAt, reason }}
              action={t('take')}
              actionName={t('takeNamed', said)}
              onAction={() =>
                onChange({
                  run: () => trpc.roles.grants.take.mutate(lines),
                  text: t('taken', said),
                  undo: () => trpc.roles.grants.give.mutate({ ...lines, expiresAt, reason }),
                })
              }
            />
          );
        })}
      </Lines>
    </Part>
  );
}

type SharedGrant = Awaited<ReturnType<typeof trpc.roles.grants.shared.query>>[number];

function principalOf({ principalId: id, kind, groupName, roleName, roleKey }: SharedGrant): Named {
  const name = groupName ?? roleName;
  return { id, kind: kind === 'user' ? 'person' : kind, name, roleKey, handle: null, subjectKind: null };
}

/** The people who may do something with it, each with every way they come to it. */
function Holders({ type, object, onChange }: PartProps) {
  const t = useTranslations('grants');
  const pages = usePages(['holders', object.id], (after?: string) =>
    trpc.roles.grants.holders
      .query({ object: { type, id: object.id }, after })
      .then(({ people, next }) => ({ items: people, next })),
  );
  return (
    <Part title={t('people')} read={pages}>
      {pages.items.length === 0 ? (
        <EmptyState
          title={t(pages.hasMore ? 'nobodyYet' : 'nobody')}
          text={t(pages.hasMore ? 'nobodyYetText' : 'nobodyText')}
        />
      ) : (
        <Lines label={t('people')}>
          {pages.items.map((holder) => (
            <HolderRow key={holder.id} holder={holder} object={object} onChange={onChange} />
          ))}
        </Lines>
      )}
      <MoreButton pages={pages} />
    </Part>
  );
}
