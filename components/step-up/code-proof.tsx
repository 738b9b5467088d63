'use client';

import { useTranslations } from 'next-intl';
import { CodeInput } from '@/components/settings/code-input';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';

const KINDS = {
  totp: {
    schema: () => import('@/server/auth/inputs').then((inputs) => inputs.TotpStepUpInput),
    send: (values: { code: string }) => trpc.auth.stepUp.totp.mutate(values),
  },
  recoveryCode: {
    schema: () => import('@/server/auth/inputs').then((inputs) => inputs.RecoveryCodeStepUpInput),
    send: (values: { code: string }) => trpc.auth.stepUp.recoveryCode.mutate(values),
  },
};

/** Confirms by a code: of an authenticator app, or one of the recovery codes. */
export function CodeProof({ kind, onProven }: { kind: keyof typeof KINDS; onProven: () => void }) {
  const t = useTranslations('stepUp');
  const { submit, sending, refusal, error } = useSmallForm({
    schema: KINDS[kind].schema,
    send: async (values) => {
      await KINDS[kind].send(values);
      onProven();
    },
    fields: { CODE_WRONG: 'code' },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <RefusalNote refusal={refusal} />
      <Field
        label={t(`${kind}Label`)}
        description={kind === 'recoveryCode' ? t('recoveryCodeHint') : undefined}
        error={error('code')}
      >
        <CodeInput kind={kind} name="code" />
      </Field>
      <Button type="submit" variant="primary" loading={sending}>
        {t('confirm')}
      </Button>
    </form>
  );
}
