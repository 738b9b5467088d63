'use client';

import { useTranslations } from 'next-intl';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { UsernameForManagers } from '@/components/step-up/username-for-managers';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/password-input';
import { PASSWORD_LENGTH } from '@/server/text/rules';

/** What is wrong with a new password stands beside it. */
const NEW_PASSWORD = {
  PASSWORD_GUESSABLE: 'password',
  PASSWORD_BREACHED: 'password',
  PASSWORD_TOO_SHORT_ALONE: 'password',
} as const;

const loadChange = () => import('@/server/auth/inputs').then((inputs) => inputs.ChangePasswordInput);
const loadSet = () => import('@/server/auth/inputs').then((inputs) => inputs.SetPasswordInput);

/** Another password in place of the one that the person knows. `onChanged` gets how many other sessions ended. */
export function ChangePasswordForm({
  email,
  onCancel,
  onChanged,
}: {
  email: string;
  onCancel: () => void;
  onChanged: (endedSessions: number) => void;
}) {
  const t = useTranslations('security.password');
  const common = useTranslations('common');
  const confirmed = useConfirmed();
  const form = useSmallForm({
    schema: loadChange,
    send: async (values) => {
      const { endedSessions } = await confirmed(() => trpc.auth.password.change.mutate(values));
      onChanged(endedSessions);
    },
    fields: { ...NEW_PASSWORD, PASSWORD_WRONG: 'current', SIGN_IN_FAILED: 'current' },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <RefusalNote refusal={form.refusal} />
      <UsernameForManagers email={email} />
      <Field label={t('current')} error={form.error('current')}>
        <PasswordInput
          name="current"
          autoComplete="current-password"
          showLabel={common('showPassword')}
          hideLabel={common('hidePassword')}
        />
      </Field>
      <NewPasswordField error={form.error('password')} />
      <p className="text-sm text-text-muted">{t('effects')}</p>
      <Answers label={t('change')} sending={form.sending} onCancel={onCancel} />
    </form>
  );
}

/** A password for an account that has none. */
export function SetPasswordForm({
  email,
  onCancel,
  onSet,
}: {
  email: string;
  onCancel: () => void;
  onSet: () => void;
}) {
  const t = useTranslations('security.password');
  const confirmed = useConfirmed();
  const form = useSmallForm({
    schema: loadSet,
    send: async (values) => {
      await confirmed(() => trpc.auth.password.set.mutate(values));
      onSet();
    },
    fields: NEW_PASSWORD,
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <RefusalNote refusal={form.refusal} />
      <UsernameForManagers email={email} />
      <NewPasswordField error={form.error('password')} />
      <p className="text-sm text-text-muted">{t('setEffects')}</p>
      <Answers label={t('set')} sending={form.sending} onCancel={onCancel} />
    </form>
  );
}

function NewPasswordField({ error }: { error: string | undefined }) {
  const t = useTranslations('security.password');
  const common = useTranslations('common');
  return (
    <Field label={t('new')} description={t('newHint', { min: PASSWORD_LENGTH.min })} error={error}>
      <PasswordInput
        name="password"
        autoComplete="new-password"
        showLabel={common('showPassword')}
        hideLabel={common('hidePassword')}
      />
    </Field>
  );
}

function Answers({ label, sending, onCancel }: { label: string; sending: boolean; onCancel: () => void }) {
  const common = useTranslations('common');
  return (
    <div className="flex flex-wrap gap-2">
      <Button type="submit" variant="primary" loading={sending}>
        {label}
      </Button>
      <Button variant="ghost" onClick={onCancel}>
        {common('cancel')}
      </Button>
    </div>
  );
}
