'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePermissionWords } from '@/components/roles/permission-words';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { Named } from '@/server/roles/named';
import { Denials } from './denials';
import { GiveDialog } from './give-dialog';
import { givingTo } from './give-start';
import { Line, Lines } from './line';
import { lineOn } from './lines';
import { MoreButton, Part } from './part';
import { ACCESS_KEY, useGrantChange } from './use-grant-change';
import { useNamedWords } from './use-named-words';
import { usePages } from './use-pages';

/** What somebody, a role or a group was given by itself: everywhere, on single things; and what is denied to it. */
export function PrincipalAccess({ principal }: { principal: Named }) {
  const t = useTranslations('grants');
  const [dialog, setDialog] = useState({ open: false, number: 0 });
  const { place, change } = useGrantChange();
  const isPerson = principal.kind === 'person';
  return (
    <Card
      id="access"
      title={t('heldTitle')}
      description={t(isPerson ? 'heldTextPerson' : 'heldText')}
      aside={
        <Button onClick={() => setDialog(({ number }) => ({ open: true, number: number + 1 }))}>
          <Plus aria-hidden="true" />
          {t('giveMore')}
        </Button>
      }
    >
      <div ref={place} tabIndex={-1} className="flex flex-col gap-5 outline-none">
        {isPerson && <Everywhere person={principal} onChange={change} />}
        <OnObjects principal={principal} onChange={change} />
        <Denials of="principal" id={principal.id} onChange={change} />
      </div>
      {dialog.number > 0 && (
        <GiveDialog
          key={dialog.number}
          start={givingTo(principal)}
          open={dialog.open}
          onClose={() => setDialog((now) => ({ ...now, open: false }))}
        />
      )}
    </Card>
  );
}

type OnChange = ReturnType<typeof useGrantChange>['change'];

function Everywhere({ person, onChange }: { person: Named; onChange: OnChange }) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { inText } = useNamedWords();
  const held = useQuery({
    queryKey: [ACCESS_KEY, 'everywhere', person.id],
    queryFn: () => trpc.roles.permissions.of.query({ personId: person.id }),
  });
  // Most people hold nothing everywhere by themselves, which needs no words of its own.
  if (held.isSuccess && held.data.length === 0) return null;
  return (
    <Part title={t('heldEverywhere')} read={held}>
      <Lines label={t('heldEverywhere')}>
        {held.data?.map(({ permission, expiresAt, grantedAt, grantedBy, reason }) => (
          <Line
            key={permission}
            title={words(permission)}
            given={{ by: grantedBy, at: grantedAt, until: expiresAt, reason }}
            action={t('take')}
            actionName={t('takeNamed', { permission: words(permission), name: inText(person) })}
            onAction={() => {
              const of = { personId: person.id, permissions: [permission] };
              return onChange({
                run: () => trpc.roles.permissions.take.mutate(ofGiven(of)),
                text: t('taken', { permission: words(permission), name: inText(person) }),
                undo: () => trpc.roles.permissions.give.mutate({ ...ofGiven(of), expiresAt, reason }),
              });
            }}
          />
        ))}
      </Lines>
    </Part>
  );
}

type EverywhereInput = Parameters<typeof trpc.roles.permissions.take.mutate>[0];

/** What was held everywhere is among what can be: `objectOnly` ones never are. */
function ofGiven({ personId, permissions }: { personId: string; permissions: string[] }): EverywhereInput {
  return { personId, permissions: permissions as EverywhereInput['permissions'] };
}

function OnObjects({ principal, onChange }: { principal: Named; onChange: OnChange }) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const { nameOf, detailOf, inText } = useNamedWords();
  const pages = usePages(['of', principal.id], (after?: { permissionId: number; id: string }) =>
    trpc.roles.grants.of.query({ principalId: principal.id, after }).then(({ lines, next }) => ({
      items: lines,
      next: next && { permissionId: next.permissionId, id: next.objectId },
    })),
  );
  return (
    <Part title={t('heldOnObjects')} read={pages}>
      {pages.items.length === 0 ? (
        <EmptyState icon={<KeyRound />} title={t('heldNothing')} text={t('heldNothingText')} />
      ) : (
        <Lines label={t('heldOnObjects')}>
          {pages.items.map((line) => {
            const { permission, objectId, expiresAt, reason } = line;
            const object = objectOf(line);
            const lines = lineOn(principal.id, permission, objectId);
            const said = { permission: words(permission), name: inText(principal) };
            return (
              <Line
                key={`${permission} ${objectId}`}
                title={words(permission)}
                subject={{ name: nameOf(object), detail: detailOf(object) }}
                given={{ by: line.grantedByHandle, at: line.grantedAt, until: expiresAt, reason }}
                action={t('take')}
                actionName={t('takeOnNamed', { ...said, object: inText(object) })}
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
      )}
      <MoreButton pages={pages} />
    </Part>
  );
}

type ListedGrant = Awaited<ReturnType<typeof trpc.roles.grants.of.query>>['lines'][number];

function objectOf(line: ListedGrant): Named {
  const { objectId: id, handle, displayName, groupName, clientName, caseSubject } = line;
  const kind = line.objectType as 'person' | 'group' | 'client' | 'report';
  const name = displayName ?? groupName ?? clientName;
  return { id, kind, handle, name, roleKey: null, subjectKind: caseSubject };
}
