'use client';

import { useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { UsernameForManagers } from './username-for-managers';

const schema = () => import('@/server/auth/inputs').then((inputs) => inputs.PasswordSignInInput);

/** Confirms by password, for people who have nothing stronger. */
export function PasswordProof({ email, onProven }: { email: string; onProven: () => void }) {
  const t = useTranslations('stepUp');
  const common = useTranslations('common');
  const { submit, sending, refusal, error } = useSmallForm({
    schema,
    send: async (values) => {
      await trpc.auth.stepUp.password.mutate(values);
      onProven();
    },
    fields: { PASSWORD_WRONG: 'password', SIGN_IN_FAILED: 'password' },
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <RefusalNote refusal={refusal} />
      <UsernameForManagers email={email} />
      <Field label={t('passwordLabel')} error={error('password')}>
        <PasswordInput
          name="password"
          autoComplete="current-password"
          showLabel={common('showPassword')}
          hideLabel={common('hidePassword')}
        />
      </Field>
      <Button type="submit" variant="primary" loading={sending}>
        {t('confirm')}
      </Button>
    </form>
  );
}
