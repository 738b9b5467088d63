'use client';

import { X } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useReadAnew } from '@/components/read-anew';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { SavedView } from '@/server/moderation/views';
import type { VIEW_PAGES } from '@/server/moderation/views-inputs';

interface Props {
  page: (typeof VIEW_PAGES)[number];
  /** Of the page, where a view leads with its query. */
  href: string;
  views: SavedView[];
}

const schema = () => import('@/server/moderation/views-inputs').then((inputs) => inputs.SaveViewInput);

/** The filters that somebody keeps of a page, and where they keep those that are chosen. */
export function SavedViews({ page, href, views }: Props) {
  const t = useTranslations('views');
  const common = useTranslations('common');
  const readAnew = useReadAnew();
  const tellRefusal = useRefusalToast();
  const query = useSearchParams().toString();
  const kept = useKeptRow<HTMLDivElement>(views.map(({ id }) => id).join(' '));
  const [saving, setSaving] = useState(false);
  const form = useSmallForm({
    schema,
    send: async (view) => {
      await (await fetchTrpc()).moderation.views.save.mutate(view);
      setSaving(false);
      void showToast({ text: t('saved'), tone: 'success' });
      readAnew();
    },
  });

  async function remove({ id, name, query: filters }: SavedView) {
    const { moderation } = await fetchTrpc();
    await moderation.views.remove.mutate({ id });
    const undo = async () => {
      await moderation.views.save.mutate({ page, name, query: filters });
      readAnew();
    };
    void showToast({
      text: t('removed'),
      action: { label: t('undo'), onAction: () => void undo().catch(tellRefusal) },
    });
    readAnew();
  }

  return (
    <div {...kept} tabIndex={-1} className="mb-4 flex flex-wrap items-center gap-2 outline-none">
      {views.length > 0 && (
        <ul aria-label={t('title')} className="flex min-w-0 flex-wrap gap-2">
          {views.map((view) => (
            <li
              key={view.id}
              data-row={view.id}
              tabIndex={-1}
              className="flex min-w-0 items-center gap-1 rounded-md border bg-surface ps-3 text-sm"
            >
              <TextLink
                href={`${href}?${view.query}`}
                aria-current={view.query === query || undefined}
                className="min-w-0"
              >
                <bdi className="wrap-anywhere">{view.name}</bdi>
              </TextLink>
              <Button
                size="sm"
                variant="ghost"
                aria-label={t('remove', { name: view.name })}
                onClick={() => void remove(view).catch(tellRefusal)}
              >
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {query !== '' && !views.some((view) => view.query === query) && (
        <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => setSaving(true)}>
          {t('save')}
        </Button>
      )}
      <Dialog open={saving} onOpenChange={setSaving} title={t('save')} closeLabel={common('close')} size="sm">
        <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
          <RefusalNote refusal={form.refusal} />
          <input type="hidden" name="page" value={page} />
          <input type="hidden" name="query" value={query} />
          <Field label={t('name')} description={t('hint')} error={form.error('name')}>
            <Input name="name" dir="auto" autoComplete="off" />
          </Field>
          <div className="flex justify-end gap-2">
            <Button onClick={() => setSaving(false)}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" loading={form.sending}>
              {t('keep')}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
