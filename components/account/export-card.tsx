'use client';

import type { inferRouterOutputs } from '@trpc/server';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { AppRouter } from '@/server/router';
import { ExportState } from './export-state';

export type ExportStatus = inferRouterOutputs<AppRouter>['account']['export']['status'];

/** Milliseconds between two looks at how far a copy has come. */
const LOOK_EVERY = 2000;

/** Asks for a copy of everything, shows how it comes on, and hands it over. */
export function ExportCard({ status }: { status: ExportStatus }) {
  const t = useTranslations('exportCard');
  const confirmed = useConfirmed();
  const [seen, setSeen] = useState<ExportStatus>();
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const { latest, left } = seen ?? status;
  const isBusy = latest?.state === 'queued' || latest?.state === 'running';
  useLooks(isBusy, setSeen);

  async function ask() {
    setRefusal(undefined);
    setAsking(true);
    try {
      const trpc = await fetchTrpc();
      const asked = await confirmed(() => trpc.account.export.request.mutate());
      setSeen({ latest: asked, left: Math.max(0, left - 1) });
    } catch (error) {
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    } finally {
      setAsking(false);
    }
  }

  return (
    <Card
      id="export"
      title={t('title')}
      description={t('description')}
      hint={isBusy ? t('mail') : t('left', { count: left })}
      action={
        !isBusy &&
        left > 0 && (
          <Button loading={asking} onClick={ask}>
            {t(wordsFor(latest))}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4 empty:hidden">
        <RefusalNote refusal={refusal} />
        {latest && <ExportState latest={latest} />}
      </div>
      {/* What changes by itself is read out. */}
      <p role="status" className="sr-only">
        {seen?.latest && t(STATES[seen.latest.state])}
      </p>
    </Card>
  );
}

const STATES = { queued: 'working', running: 'working', ready: 'ready', failed: 'failed' } as const;

function wordsFor(latest: ExportStatus['latest']) {
  if (!latest) return 'ask';
  return latest.state === 'failed' ? 'retry' : 'askNew';
}

/** Looks every two seconds while a copy is being made and somebody looks at the tab. */
function useLooks(isBusy: boolean, onSeen: (status: ExportStatus) => void) {
  useEffect(() => {
    if (!isBusy) return;
    let timer: ReturnType<typeof setTimeout>;
    let isGone = false;
    const look = async () => {
      if (!document.hidden) {
        // One that does not come is not told: the next is soon.
        const status = await fetchTrpc()
          .then((trpc) => trpc.account.export.status.query())
          .catch(() => undefined);
        if (isGone) return;
        if (status) onSeen(status);
      }
      timer = setTimeout(() => void look(), LOOK_EVERY);
    };
    timer = setTimeout(() => void look(), LOOK_EVERY);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [isBusy, onSeen]);
}
