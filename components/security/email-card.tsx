'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { trpc } from '@/components/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SettingRow } from '@/components/ui/setting-row';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { When } from '@/components/when';
import type { PendingEmailChange } from '@/server/profile/change-email';
import { UnreadCard } from './unread-card';

interface Props {
  email: string;
  /** Null: none is under way; undefined: that could not be read. */
  pending: PendingEmailChange | null | undefined;
}

/** The address of the account, and a change of it that is under way. */
export function EmailCard({ email, pending }: Props) {
  const t = useTranslations('security.email');
  const title = useTranslations('securityCards')('email');
  if (pending === undefined) return <UnreadCard id="email" title={title} />;
  return (
    <Card id="email" title={title} description={t('text')}>
      {pending && <Pending email={email} pending={pending} />}
      <div>
        <SettingRow
          label={t('current')}
          value={<bdi>{email}</bdi>}
          editLabel={t('change')}
          editName={t('changeName')}
        >
          {(close) => <ChangeForm email={email} onClose={close} />}
        </SettingRow>
      </div>
    </Card>
  );
}

function Pending({ email, pending }: { email: string; pending: PendingEmailChange }) {
  const t = useTranslations('security.email');
  const tellRefusal = useRefusalToast();
  const router = useRouter();
  const [cancelling, setCancelling] = useState(false);
  const banner = useRef<HTMLDivElement>(null);

  async function cancel() {
    setCancelling(true);
    try {
      await trpc.profile.changeEmail.cancel.mutate();
      // The button goes with the banner; the focus goes on to what stays.
      banner.current?.closest('section')?.querySelector<HTMLElement>('button:not([data-cancel])')?.focus();
      void showToast({ text: t('cancelled'), tone: 'success' });
      router.refresh();
    } catch (error) {
      tellRefusal(error);
      setCancelling(false);
    }
  }

  return (
    <div ref={banner}>
      <Banner
        action={
          <Button size="sm" data-cancel loading={cancelling} onClick={cancel}>
            {t('cancel')}
          </Button>
        }
      >
        <span className="wrap-anywhere flex flex-col gap-1">
          <span className="font-medium">{t('pending', { email: pending.newEmail })}</span>
          <span>
            {pending.approved ? t('toConfirm', { email: pending.newEmail }) : t('toApprove', { email })}
          </span>
          <span className="text-text-muted">
            {t.rich('expires', { when: () => <When at={pending.expiresAt} /> })}
          </span>
        </span>
      </Banner>
    </div>
  );
}

const schema = () => import('@/server/auth/inputs').then((inputs) => inputs.RequestEmailChangeInput);

function ChangeForm({ email, onClose }: { email: string; onClose: () => void }) {
  const t = useTranslations('security.email');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const form = useSmallForm({
    schema,
    send: async (values) => {
      await confirmed(() => trpc.profile.changeEmail.request.mutate(values));
      onClose();
      void showToast({ text: t('requested', { email }), tone: 'success' });
      router.refresh();
    },
    fields: { ALREADY_THERE: 'email' },
    sentences: { ALREADY_THERE: t('same') },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <RefusalNote refusal={form.refusal} />
      <Field
        label={t('new')}
        description={<span className="wrap-anywhere">{t('newHint', { email })}</span>}
        error={form.error('email')}
      >
        <Input
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('request')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {common('cancel')}
        </Button>
      </div>
    </form>
  );
}
