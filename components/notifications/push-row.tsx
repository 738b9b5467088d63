'use client';

import { BellRing } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RenameForm } from '@/components/settings/rename-form';
import { useOpenInPlace } from '@/components/settings/use-open-in-place';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { When } from '@/components/when';
import type { PushBrowser } from '@/server/notifications/push-subscriptions';
import { forgetBrowser } from './push-browser';

interface Props {
  browser: PushBrowser;
  isHere: boolean;
  onGone: () => void;
}

/** One browser: its name, which is changed in place, when it last had a push, and a button to try it. */
export function PushRow({ browser, isHere, onGone }: Props) {
  const t = useTranslations('pushBrowsers');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  const [busy, setBusy] = useState<'test' | 'remove'>();
  const { open, show, close, panel, openerOf } = useOpenInPlace<'rename'>();
  const name = browser.name || t('unnamed');

  async function test() {
    setBusy('test');
    try {
      const trpc = await fetchTrpc();
      const { outcome } = await trpc.notifications.push.test.mutate({ id: browser.id });
      const tone = outcome === 'sent' ? 'success' : 'danger';
      void showToast({ id: `push ${browser.id}`, text: t(`tested.${outcome}`, { name }), tone });
      if (outcome === 'gone') onGone();
      else router.refresh();
    } catch (error) {
      tellRefusal(error);
    }
    setBusy(undefined);
  }

  async function remove() {
    setBusy('remove');
    try {
      await forgetBrowser(browser.id);
      void showToast({ text: t('removed', { name }), tone: 'success' });
      onGone();
    } catch (error) {
      setBusy(undefined);
      tellRefusal(error);
    }
  }

  async function rename(to: string) {
    const trpc = await fetchTrpc();
    await trpc.notifications.push.rename.mutate({ id: browser.id, name: to });
    close();
    router.refresh();
  }

  return (
    <li className="flex flex-wrap items-start gap-3 border-t py-4 first:border-t-0 first:pt-0 last:pb-0">
      {open ? (
        <div ref={panel} className="w-full">
          <RenameForm
            name={browser.name}
            words={{ name: t('name'), save: t('save') }}
            schema={schema}
            maxLength={60}
            onRename={rename}
            onCancel={close}
          />
        </div>
      ) : (
        <>
          <BellRing aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-text-muted" />
          <div className="min-w-0 flex-1 basis-48">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <bdi className="wrap-anywhere min-w-0 font-medium text-md">{name}</bdi>
              {isHere && <Badge tone="success">{t('here')}</Badge>}
              {browser.failedAt !== null && <Badge tone="warning">{t('failed')}</Badge>}
            </div>
            <p className="mt-0.5 text-sm text-text-muted">
              {browser.lastUsedAt === null
                ? t.rich('never', { since: () => <When at={browser.since} /> })
                : t.rich('lastUsed', { at: () => <When at={browser.lastUsedAt ?? browser.since} /> })}
            </p>
          </div>
          <div className="ms-auto flex flex-wrap justify-end gap-2">
            <Button
              size="sm"
              loading={busy === 'test'}
              aria-label={t('testNamed', { name })}
              onClick={() => void test()}
            >
              {t('test')}
            </Button>
            <Button
              ref={openerOf('rename')}
              size="sm"
              variant="ghost"
              aria-label={t('renameNamed', { name })}
              onClick={() => show('rename')}
            >
              {t('rename')}
            </Button>
            <Button
              size="sm"
              variant="ghost"
              loading={busy === 'remove'}
              aria-label={t('removeNamed', { name })}
              onClick={() => void remove()}
            >
              {t('remove')}
            </Button>
          </div>
        </>
      )}
    </li>
  );
}

const schema = () =>
  import('@/server/notifications/push-inputs').then(({ RenamePushInput }) =>
    RenamePushInput.pick({ name: true }),
  );
