'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import type { ListedSession } from '@/server/auth/session-list';
import { RowActions } from './row-actions';
import { SessionRow } from './session-row';

/** What the page reads. */
export interface SessionList {
  sessions: ListedSession[];
  /** How many apps are signed in beside them. */
  apps: number;
}

interface Props extends SessionList {
  /** One is being ended here. */
  onEnding: (session: ListedSession) => void;
  onUnknown: (session: ListedSession) => void;
  onEndOthers: () => void;
}

/** The browsers that are signed in, this one first, and above them a way to end all the others at once. */
export function SessionsCard({ sessions, apps, onEnding, onUnknown, onEndOthers }: Props) {
  const t = useTranslations('sessions');
  const kept = useKeptRow<HTMLDivElement>(sessions.map(({ id }) => id).join(' '));
  const alone = sessions.every(({ current }) => current);
  const link = (words: ReactNode) => <TextLink href="/settings/apps">{words}</TextLink>;
  return (
    <Card
      id="sessions"
      title={t('listTitle')}
      description={t('listText')}
      {...(apps > 0 && { hint: t.rich('apps', { count: apps, link }) })}
      aside={
        (!alone || apps > 0) && (
          <Button size="sm" aria-haspopup="dialog" onClick={onEndOthers}>
            {t('endOthers')}
          </Button>
        )
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('listTitle')} tabIndex={-1}>
        <ul aria-label={t('listTitle')}>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              actions={(facts) => (
                <RowActions
                  session={session}
                  facts={facts}
                  onEnding={() => onEnding(session)}
                  onUnknown={() => onUnknown(session)}
                />
              )}
            />
          ))}
        </ul>
        {alone && (
          <div className="mt-4 border-t pt-4 text-md text-text-muted">
            <p id="onlyThis" tabIndex={-1}>
              {t('onlyThis')}
            </p>
          </div>
        )}
      </div>
    </Card>
  );
}
