'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { Fragment, useState } from 'react';
import { isolate } from '@/components/isolate';
import { usePermissionWords } from '@/components/roles/permission-words';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import type { Named } from '@/server/roles/named';
import { explanationAddress } from './access-address';
import { lineOn } from './lines';
import type { useGrantChange } from './use-grant-change';
import { useNamedWords } from './use-named-words';

type Holder = Awaited<ReturnType<typeof trpc.roles.grants.holders.query>>['people'][number];
type Way = Holder['ways'][number];

interface Props {
  holder: Holder;
  object: Named;
  onChange: ReturnType<typeof useGrantChange>['change'];
}

/** Somebody who may do something with an object: how they come to it, and what of it each way gives. */
export function HolderRow({ holder, object, onChange }: Props) {
  const wayWords = useWayWords();
  return (
    <li className="flex flex-col gap-1 py-2.5">
      <p className="wrap-anywhere text-md">
        <bdi className="font-medium">{holder.displayName || `@${holder.handle}`}</bdi>{' '}
        <span className="text-sm text-text-muted">@{holder.handle}</span>
      </p>
      <ul className="flex flex-col gap-1">
        {groupsOf(holder.ways).map((ways) => (
          <li
            key={ways.map(({ permission }) => permission).join()}
            className="flex flex-wrap items-start gap-x-4 gap-y-1"
          >
            <p className="wrap-anywhere min-w-0 flex-1 basis-60 text-sm text-text-muted">
              {wayWords(ways[0])}{' '}
              {ways.map(({ permission }, at) => (
                <Fragment key={permission}>
                  {at > 0 && ', '}
                  <PermissionLink permission={permission} holder={holder} object={object} />
                </Fragment>
              ))}
            </p>
            {ways[0].via === 'grant' && (
              <TakeButton way={ways[0]} holder={holder} object={object} onChange={onChange} />
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

function PermissionLink({
  permission,
  holder,
  object,
}: Pick<Props, 'holder' | 'object'> & Pick<Way, 'permission'>) {
  const words = usePermissionWords();
  return (
    <TextLink href={explanationAddress({ who: holder.id, may: permission, on: object.id })}>
      {words(permission)}
    </TextLink>
  );
}

function TakeButton({ way, holder, object, onChange }: Props & { way: Way }) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const [doing, setDoing] = useState(false);
  const lines = lineOn(holder.id, way.permission, object.id);
  const said = {
    permission: words(way.permission),
    name: isolate(holder.displayName || `@${holder.handle}`),
  };
  return (
    <Button
      size="sm"
      loading={doing}
      aria-label={t('takeNamed', said)}
      onClick={async () => {
        setDoing(true);
        await onChange({
          run: () => trpc.roles.grants.take.mutate(lines),
          text: t('taken', said),
          undo: () => trpc.roles.grants.give.mutate({ ...lines, expiresAt: way.expiresAt, reason: '' }),
        });
        setDoing(false);
      }}
    >
      {t('take')}
    </Button>
  );
}

/** How somebody comes to it, and until when. */
function useWayWords() {
  const t = useTranslations('grants');
  const { inText } = useNamedWords();
  const locale = useLocale();
  const timeZone = useTimeZone();
  return ({ via, principal, expiresAt }: Way) => {
    const name = principal && inText({ ...principal, handle: null, subjectKind: null });
    const way = name === null ? t(`ways.${via}`) : t(`waysThrough.${via}`, { name });
    if (expiresAt === null) return t('way', { way });
    return t('wayUntil', { way, moment: momentText({ at: new Date(expiresAt), locale, timeZone }) });
  };
}

/** Ways that are the same but for what they give; what was given singly is taken singly. */
function groupsOf(ways: Way[]): [Way, ...Way[]][] {
  const groups = new Map<string, [Way, ...Way[]]>();
  for (const way of ways) {
    const { via, principal, expiresAt, permission } = way;
    const key = [via, principal?.id, expiresAt, via === 'grant' && permission].join(' ');
    const group = groups.get(key);
    if (group) group.push(way);
    else groups.set(key, [way]);
  }
  return [...groups.values()];
}
