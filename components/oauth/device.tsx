'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { DeviceView } from '@/server/oauth/device-decisions';
import { DeviceQuestion } from './device-question';

type Step =
  | { at: 'code' }
  | { at: 'question'; view: DeviceView }
  | { at: 'done'; allowed: boolean; name: string };

/** A code from another device is typed, what waits under it is shown, and answered. A code in the address is not sent by itself. */
export function Device({ userCode: prefilled }: { userCode: string }) {
  const t = useTranslations('oauth');
  const [userCode, setUserCode] = useState(prefilled);
  const [step, setStep] = useState<Step>({ at: 'code' });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  async function find() {
    setBusy(true);
    setRefusal(undefined);
    try {
      setStep({ at: 'question', view: await trpc.apps.device.find.mutate({ userCode }) });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  }

  if (step.at === 'question') {
    const { view } = step;
    return (
      <DeviceQuestion
        view={view}
        userCode={userCode}
        onDone={(allowed) => setStep({ at: 'done', allowed, name: view.client.name })}
      />
    );
  }
  if (step.at === 'done')
    return (
      <div role="status" className="text-center wrap-anywhere">
        <h1>{step.allowed ? t('deviceAllowed', { name: isolate(step.name) }) : t('deviceDenied')}</h1>
        <p className="mt-1 text-md text-text-muted">
          {step.allowed ? t('deviceAllowedText') : t('deviceDeniedText')}
        </p>
      </div>
    );
  const unknown = refusal?.reason === 'NOT_FOUND' || refusal?.reason === 'INPUT_INVALID';
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void find();
      }}
    >
      <div className="text-center">
        <h1>{t('deviceTitle')}</h1>
        <p className="mt-1 text-md text-text-muted">{t('deviceLead')}</p>
      </div>
      <Field label={t('code')} error={unknown ? t('codeUnknown') : undefined}>
        <Input
          value={userCode}
          onChange={({ target }) => setUserCode(target.value)}
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          placeholder="XXXX-XXXX"
          className="tabular text-center uppercase tracking-widest placeholder:opacity-60"
        />
      </Field>
      {!unknown && <RefusalNote refusal={refusal} />}
      <Button type="submit" variant="primary" loading={busy}>
        {t('continue')}
      </Button>
    </form>
  );
}
