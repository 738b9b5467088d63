'use client';

import { Download } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type MouseEvent, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalError } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { Banner } from '@/components/ui/banner';
import { buttonClasses } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { momentText } from '@/messages/dates';
import type { ExportView } from '@/server/export/queries';
import { fileSize } from './file-size';

/** Where a copy is: how far it has come, ready to be taken, or not made. */
export function ExportState({ latest }: { latest: ExportView }) {
  const t = useTranslations('exportCard');
  const { state, done, parts } = latest;
  switch (state) {
    case 'queued':
      return <Progress label={t('working')} value={0} text={t('queued')} />;
    case 'running':
      return (
        <Progress
          label={t('working')}
          value={done}
          max={Math.max(1, parts)}
          text={t('progress', { done, parts })}
        />
      );
    case 'failed':
      return (
        <Banner tone="danger">
          <p className="font-medium">{t('failed')}</p>
          <p>{t('failedText')}</p>
        </Banner>
      );
    case 'ready':
      return <ReadyCopy latest={latest} />;
  }
}

function ReadyCopy({ latest: { id, size, expiresAt } }: { latest: ExportView }) {
  const t = useTranslations('exportCard');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const confirmed = useConfirmed();
  const tellRefusal = useRefusalToast();
  const [checking, setChecking] = useState(false);
  const address = `/api/exports/${id}`;

  /** The file comes without a word where it may; the question is asked here, since a file cannot ask. */
  async function download(event: MouseEvent) {
    event.preventDefault();
    if (checking) return;
    setChecking(true);
    try {
      const trpc = await fetchTrpc();
      await confirmed(async () => {
        const { fresh } = await trpc.auth.stepUp.status.query();
        if (!fresh) throw new RefusalError({ reason: 'STEP_UP_REQUIRED' });
      });
      location.assign(address);
    } catch (error) {
      if (!isUnconfirmed(error)) tellRefusal(error);
    } finally {
      setChecking(false);
    }
  }

  return (
    <Banner
      tone="success"
      action={
        <a href={address} download onClick={download} className={buttonClasses({ variant: 'primary' })}>
          <Download aria-hidden="true" />
          {t('download')}
        </a>
      }
    >
      <p className="font-medium">{t('ready')}</p>
      {size !== null && expiresAt !== null && (
        <p>
          {t('readyFacts', {
            size: fileSize(size, zone.locale),
            until: momentText({ ...zone, at: new Date(expiresAt) }),
          })}
        </p>
      )}
    </Banner>
  );
}
