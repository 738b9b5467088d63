'use client';

import { Lock } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useOpenInPlace } from '@/components/settings/use-open-in-place';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showToast } from '@/components/ui/toast';
import { ChangePasswordForm, SetPasswordForm } from './password-forms';
import { useRemoval } from './removal';
import { UnreadCard } from './unread-card';

/** The password of an account: changed, set where there is none, removed where one can do without. */
export function PasswordCard({ has, email }: { has: boolean | undefined; email: string }) {
  const t = useTranslations('security.password');
  const title = useTranslations('securityCards')('password');
  const router = useRouter();
  const { open, show, close, panel, openerOf } = useOpenInPlace<'form'>();

  // Who came for this, by a link or by /.well-known/change-password, finds the form open.
  useEffect(() => {
    if (location.hash === '#password') show('form');
  }, [show]);

  if (has === undefined) return <UnreadCard id="password" title={title} />;

  function finish(text: string) {
    close();
    void showToast({ text, tone: 'success' });
    router.refresh();
  }

  return (
    <Card
      id="password"
      title={title}
      description={t('text')}
      action={
        open ? undefined : (
          <div className="flex flex-wrap justify-end gap-2">
            {has && <RemovePassword />}
            <Button ref={openerOf('form')} onClick={() => show('form')}>
              {t(has ? 'change' : 'set')}
            </Button>
          </div>
        )
      }
    >
      {open ? (
        <div ref={panel}>
          {has ? (
            <ChangePasswordForm
              email={email}
              onCancel={close}
              onChanged={(count) => finish(t('changed', { count }))}
            />
          ) : (
            <SetPasswordForm email={email} onCancel={close} onSet={() => finish(t('setDone'))} />
          )}
        </div>
      ) : (
        <p className="flex gap-2.5 text-md">
          <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-text-muted" />
          {t(has ? 'has' : 'none')}
        </p>
      )}
    </Card>
  );
}

function RemovePassword() {
  const t = useTranslations('security.password');
  const ask = useRemoval();
  const [asking, setAsking] = useState(false);

  async function remove() {
    setAsking(true);
    await ask({
      factor: 'password',
      card: 'password',
      remove: async () => {
        await trpc.auth.password.remove.mutate();
        return t('removed');
      },
    });
    setAsking(false);
  }

  return (
    <Button loading={asking} onClick={remove}>
      {t('remove')}
    </Button>
  );
}
