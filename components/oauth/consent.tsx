'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import type { AuthorizationView } from '@/server/oauth/authorization';
import { AnswerButtons } from './answer-buttons';
import { AppFacts } from './app-facts';
import { ScopeChoice } from './scope-choice';

interface Props {
  view: Extract<AuthorizationView, { kind: 'ask' }>;
  search: string;
}

/** An app asks to act for the person: what for, where the answer leads, yes or no. */
export function Consent({ view: { client, scopes, host, denyTo, email, userId }, search }: Props) {
  const t = useTranslations('oauth');
  const confirmed = useConfirmed();
  const [chosen, setChosen] = useState(() => scopes.map(({ name }) => name));
  const [busy, setBusy] = useState<'allow' | 'deny'>();
  const [refusal, setRefusal] = useState<Refusal>();

  async function allow() {
    setBusy('allow');
    setRefusal(undefined);
    try {
      const { to } = await confirmed(() =>
        trpc.apps.authorize.allow.mutate({ search, scopes: chosen, shownTo: userId }),
      );
      leaveFor(to);
    } catch (error) {
      setBusy(undefined);
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    }
  }

  // A scheme of an app's own opens that app and leaves this page where it is: its buttons answer again.
  function leaveFor(to: string) {
    location.assign(to);
    if (host === null) setBusy(undefined);
  }

  function deny() {
    setBusy('deny');
    leaveFor(denyTo);
  }

  async function leave() {
    try {
      await trpc.auth.signOut.mutate();
      location.assign(`/sign-in?next=${encodeURIComponent(`/oauth/authorize?${search}`)}`);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  return (
    <div
      data-unsaved={chosen.length < scopes.length}
      className="flex flex-col gap-6 rounded-lg border bg-surface p-4 sm:p-6"
    >
      <h1 className="wrap-anywhere">{t('title', { name: isolate(client.name) })}</h1>
      <AppFacts client={client} />
      <ScopeChoice scopes={scopes} chosen={chosen} onChange={setChosen} />
      <p className="wrap-anywhere text-md text-text-muted">
        {host === null ? t('leadsToDevice') : t('leadsTo', { host })}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-2 text-md">
        <p className="wrap-anywhere min-w-0">{t('signedInAs', { email: isolate(email) })}</p>
        <Button variant="ghost" size="sm" onClick={leave}>
          {t('notYou')}
        </Button>
      </div>
      <RefusalNote refusal={refusal} />
      <AnswerButtons busy={busy} empty={chosen.length === 0} onAllow={allow} onDeny={deny} />
    </div>
  );
}
