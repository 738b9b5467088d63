'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { HandleState } from '@/server/profile/handles';
import { HandleNewsLine } from './handle-news';
import { useHandleAnswer } from './use-handle-answer';

const schema = () => import('@/server/profile/handle-inputs').then((inputs) => inputs.ChangeHandleInput);

interface Props {
  state: HandleState;
  site: string;
  onChanged: (left: string, now: HandleState) => void;
  onClose: () => void;
}

/** Another handle: whether it can be had while it is typed, and what will happen before it does. */
export function HandleForm({ state, site, onChanged, onClose }: Props) {
  const t = useTranslations('handle');
  const common = useTranslations('common');
  const [typed, setTyped] = useState(state.handle);
  const news = useHandleAnswer(typed, state.handle);
  const form = useSmallForm({
    schema,
    send: async (values) => {
      const trpc = await fetchTrpc();
      const now = await trpc.profile.changeHandle.mutate(values);
      onClose();
      onChanged(state.handle, now);
    },
    fields: { HANDLE_TAKEN: 'handle', HANDLE_LOOKS_TAKEN: 'handle', HANDLE_RENAMED_TWICE: 'handle' },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-col gap-1.5">
        <Field label={t('new')} description={t('newHint')} error={form.error('handle')}>
          <Input
            name="handle"
            defaultValue={state.handle}
            maxLength={200}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && onClose()}
          />
        </Field>
        <HandleNewsLine news={news} />
      </div>
      <WhatHappens state={state} site={site} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('change')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {common('cancel')}
        </Button>
      </div>
    </form>
  );
}

function WhatHappens({ state, site }: { state: HandleState; site: string }) {
  const t = useTranslations('handle');
  return (
    <ul className="wrap-anywhere flex list-disc flex-col gap-1 ps-5 text-sm text-text-muted">
      <li>{t('oldLeadsHere', { address: site + state.handle })}</li>
      <li>{t('oldIsKept', { handle: state.handle })}</li>
    </ul>
  );
}
