'use client';

import type { inferRouterOutputs } from '@trpc/server';
import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { CodeInput } from '@/components/settings/code-input';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { PlainLink } from '@/components/ui/plain-link';
import type { AppRouter } from '@/server/router';
import { QrCode } from './qr-code';
import { useCopy } from './use-copy';

type Outputs = inferRouterOutputs<AppRouter>['auth']['totp'];
export type Enrolment = Outputs['begin'];

const schema = () =>
  import('@/server/auth/inputs').then(({ ConfirmTotpInput }) => ConfirmTotpInput.omit({ id: true }));

/** The key of a new authenticator app, to scan or to type, and the code that shows it has arrived there. */
export function TotpEnrolment({
  enrolment: { id, key, uri, qr },
  onAdded,
}: {
  enrolment: Enrolment;
  onAdded: (name: string, added: Outputs['confirm']) => Promise<void>;
}) {
  const t = useTranslations('security');
  const copy = useCopy();
  const confirmed = useConfirmed();
  const form = useSmallForm({
    schema,
    send: async ({ code, name }) =>
      onAdded(name, await confirmed(() => trpc.auth.totp.confirm.mutate({ id, code, name }))),
    fields: { CODE_WRONG: 'code' },
  });
  const groups = key.replace(/\s/g, '').match(/.{1,4}/g) ?? [];
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      <div className="flex flex-col gap-5 sm:flex-row sm:items-start">
        <div className="flex flex-col gap-2">
          <p className="text-md">{t('totp.scan')}</p>
          <QrCode {...qr} label={t('totp.qr')} />
        </div>
        <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
          <p className="text-md">{t('totp.type')}</p>
          <p className="wrap-anywhere rounded-md border bg-surface-sunken px-3 py-2 text-md">
            <span className="sr-only">{t('totp.key')}</span> <code>{groups.join(' ')}</code>
          </p>
          <Button size="sm" onClick={() => copy(groups.join(''))}>
            <Copy aria-hidden="true" />
            {t('totp.copyKey')}
          </Button>
          <PlainLink href={uri} className="inline-flex min-h-6 items-center text-md pointer-coarse:min-h-11">
            {t('totp.open')}
          </PlainLink>
        </div>
      </div>
      <RefusalNote refusal={form.refusal} />
      <Field label={t('totp.code')} description={t('totp.codeHint')} error={form.error('code')}>
        <CodeInput kind="totp" name="code" />
      </Field>
      <Field label={t('name')} description={t('totp.nameHint')} error={form.error('name')}>
        <Input
          name="name"
          defaultValue={t('totp.defaultName')}
          maxLength={200}
          autoComplete="off"
          dir="auto"
        />
      </Field>
      <Button type="submit" variant="primary" loading={form.sending} className="self-end">
        {t('totp.confirm')}
      </Button>
    </form>
  );
}
