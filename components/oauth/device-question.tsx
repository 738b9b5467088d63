'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDeviceName } from '@/components/apps/use-device-name';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Banner } from '@/components/ui/banner';
import type { DeviceView } from '@/server/oauth/device-decisions';
import { AnswerButtons } from './answer-buttons';
import { AppFacts } from './app-facts';
import { ScopeChoice } from './scope-choice';

interface Props {
  view: DeviceView;
  userCode: string;
  onDone: (allowed: boolean) => void;
  /** Somebody has decided meanwhile, or it is too late. */
  onGone: () => void;
}

/** What waits under the code, from where it asked, and yes or no. */
export function DeviceQuestion({
  view: { client, scopes, ip, userId, ...device },
  userCode,
  onDone,
  onGone,
}: Props) {
  const t = useTranslations('oauth');
  const apps = useTranslations('apps');
  const nameOf = useDeviceName();
  const confirmed = useConfirmed();
  const [chosen, setChosen] = useState(() => scopes.map(({ name }) => name));
  const [busy, setBusy] = useState<'allow' | 'deny'>();
  const [refusal, setRefusal] = useState<Refusal>();

  async function answer(said: 'allow' | 'deny') {
    setBusy(said);
    setRefusal(undefined);
    try {
      if (said === 'deny') await trpc.apps.device.deny.mutate({ userCode });
      else
        await confirmed(() => trpc.apps.device.allow.mutate({ userCode, scopes: chosen, shownTo: userId }));
      onDone(said === 'allow');
    } catch (error) {
      if (refusalOf(error).reason === 'NOT_FOUND') return onGone();
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
      setBusy(undefined);
    }
  }

  return (
    <div
      data-unsaved={chosen.length < scopes.length}
      className="flex flex-col gap-6 rounded-lg border bg-surface p-4 sm:p-6"
    >
      <h1 className="wrap-anywhere outline-none" tabIndex={-1} ref={takeFocus}>
        {t('title', { name: isolate(client.name) })}
      </h1>
      <AppFacts client={client} />
      <Banner tone="warning">{t('deviceWarning')}</Banner>
      <p className="wrap-anywhere text-md text-text-muted">
        {t('deviceFrom', { device: nameOf(device), address: ip ?? apps('unknownAddress') })}
      </p>
      <ScopeChoice scopes={scopes} chosen={chosen} onChange={setChosen} />
      <RefusalNote refusal={refusal} />
      <AnswerButtons
        busy={busy}
        empty={chosen.length === 0}
        onAllow={() => answer('allow')}
        onDeny={() => answer('deny')}
      />
    </div>
  );
}

// The same function on each render, so that it is called once.
function takeFocus(heading: HTMLElement | null) {
  heading?.focus();
}
