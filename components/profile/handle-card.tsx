'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { SettingRow } from '@/components/ui/setting-row';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { dateText } from '@/messages/dates';
import type { HandleState } from '@/server/profile/handles';
import { HandleForm } from './handle-form';

/** The handle, which is changed by itself, and the former ones, each taken back by one press. */
export function HandleCard({ saved, site }: { saved: HandleState; site: string }) {
  const t = useTranslations('handle');
  const renames = useRenamesWords();
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  // As it was just changed, until the page says the same.
  const [changed, setChanged] = useState<{ from: HandleState; to: HandleState }>();
  const [taking, setTaking] = useState<string>();
  const [, startRefreshing] = useTransition();
  const state = changed?.from === saved ? changed.to : saved;
  const list = useKeptPlace(state.handle);

  function tellChanged(left: string, now: HandleState) {
    setChanged({ from: saved, to: now });
    startRefreshing(() => router.refresh());
    void showToast({
      text: t('changed', { handle: now.handle }),
      tone: 'success',
      id: 'handle',
      action: { label: t('undo'), onAction: () => void takeBack(left, now.handle) },
    });
  }

  async function takeBack(handle: string, left = state.handle) {
    setTaking(handle);
    try {
      const trpc = await fetchTrpc();
      tellChanged(left, await trpc.profile.changeHandle.mutate({ handle }));
    } catch (error) {
      tellRefusal(error);
    } finally {
      setTaking(undefined);
    }
  }

  return (
    <Card id="handle" title={t('title')} description={t('text')} hint={renames(state)} className="mb-6">
      <div>
        <SettingRow
          label={t('label')}
          value={
            <>
              <bdi className="block text-text">@{state.handle}</bdi>
              <bdi className="block">{site + state.handle}</bdi>
            </>
          }
          editLabel={t('edit')}
          editName={t('editName')}
        >
          {(close) => <HandleForm state={state} site={site} onChanged={tellChanged} onClose={close} />}
        </SettingRow>
      </div>
      {state.former.length > 0 && (
        <section aria-labelledby="former-handles" className="flex flex-col gap-1 border-t pt-4">
          <h3 id="former-handles" className="font-medium text-md">
            {t('former')}
          </h3>
          <ul ref={list} tabIndex={-1} className="flex flex-col outline-none">
            {state.former.map((one) => (
              <Former key={one.handle} {...one} taking={taking === one.handle} onTakeBack={takeBack} />
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

function Former({
  handle,
  heldUntil,
  taking,
  onTakeBack,
}: {
  handle: string;
  heldUntil: string;
  taking: boolean;
  onTakeBack: (handle: string) => Promise<void>;
}) {
  const t = useTranslations('handle');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const date = dateText({ at: new Date(heldUntil), locale, timeZone });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
      <span className="wrap-anywhere min-w-0 flex-1 basis-48 text-md">
        <bdi>@{handle}</bdi>
        <span className="block text-sm text-text-muted">{t('keptUntil', { date })}</span>
      </span>
      <Button
        size="sm"
        loading={taking}
        aria-label={t('takeBackNamed', { handle })}
        onClick={() => void onTakeBack(handle)}
      >
        {t('takeBack')}
      </Button>
    </li>
  );
}

/** The button of a handle that was taken back goes with its line; the focus goes to the list, not to the top of the page. */
function useKeptPlace(handle: string) {
  const list = useRef<HTMLUListElement>(null);
  const last = useRef(handle);
  useEffect(() => {
    if (last.current === handle) return;
    last.current = handle;
    if (document.activeElement === document.body) list.current?.focus();
  }, [handle]);
  return list;
}

/** How many changes are left, and when the next may be. */
function useRenamesWords() {
  const t = useTranslations('handle');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return ({ renamesLeft, nextRenameAt }: HandleState) =>
    nextRenameAt
      ? t('noneLeft', { date: dateText({ at: new Date(nextRenameAt), locale, timeZone }) })
      : t('left', { count: renamesLeft });
}
