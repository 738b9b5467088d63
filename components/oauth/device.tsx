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
  /** `gone`: one was shown, and answered elsewhere or too late. */
  | { at: 'code'; gone?: boolean }
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
    setStep({ at: 'code' });
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
      <div data-unsaved={userCode !== prefilled}>
        <DeviceQuestion
          view={view}
          userCode={userCode}
          onGone={() => {
            setUserCode('');
            setStep({ at: 'code', gone: true });
          }}
          onDone={(allowed) => setStep({ at: 'done', allowed, name: view.client.name })}
        />
      </div>
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
      data-unsaved={userCode !== prefilled}
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
      <Field label={t('code')} error={step.gone ? t('codeGone') : unknown ? t('codeUnknown') : undefined}>
        <Input
          value={userCode}
          // The question that had the focus is gone.
          ref={step.gone ? takeFocus : undefined}
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

// The same function on each render, so that it is called once.
function takeFocus(field: HTMLElement | null) {
  field?.focus();
}
