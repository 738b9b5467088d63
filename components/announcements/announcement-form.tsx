'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type SubmitEvent, useId, useRef } from 'react';
import { RefusalNote } from '@/components/settings/refusal-note';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FieldError } from '@/components/ui/field-error';
import { Input } from '@/components/ui/input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { momentText } from '@/messages/dates';
import { AnnouncementAudience } from './announcement-audience';
import { AnnouncementPreviewed } from './announcement-previewed';
import { useAnnouncement } from './use-announcement';

/** Writes an announcement: first how it reads and for how many, then the question, then it goes. */
export function AnnouncementForm({ mayNarrow }: { mayNarrow: boolean }) {
  const t = useTranslations('announcements');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const { draft, change, preview, problem, refusal, busy, ...rest } = useAnnouncement();
  const { asking, setAsking, dueAt, look, send } = rest;
  const form = useRef<HTMLFormElement>(null);
  const wordsId = useId();
  const fieldError = (what: typeof problem) => (problem === what && what ? t(`problems.${what}`) : undefined);
  const wordsError = fieldError('words') ?? fieldError('pair');

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const found = await look();
    if (found) form.current?.querySelector<HTMLElement>(`[data-for~="${found}"]`)?.focus();
  }

  /** What was pressed goes with what was announced: the focus is where the next one begins. */
  async function confirm() {
    if (!(await send())) return;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-for~=words]')?.focus());
  }

  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-6">
      <RefusalNote refusal={refusal} />
      <div className="grid gap-6 sm:grid-cols-2">
        {(['en', 'fr'] as const).map((language) => (
          <fieldset key={language} className="flex min-w-0 flex-col gap-4">
            <legend className="mb-2 font-medium text-md">
              {t(language === 'en' ? 'english' : 'french')}
            </legend>
            <Field label={t('subject')}>
              <Input
                lang={language}
                data-for={language === 'en' ? 'words pair' : undefined}
                aria-describedby={wordsError ? wordsId : undefined}
                maxLength={120}
                value={draft[language].title}
                onChange={({ target }) => change({ [language]: { ...draft[language], title: target.value } })}
              />
            </Field>
            <Field label={t('body')}>
              <Textarea
                lang={language}
                rows={5}
                maxLength={2000}
                value={draft[language].body}
                onChange={({ target }) => change({ [language]: { ...draft[language], body: target.value } })}
              />
            </Field>
          </fieldset>
        ))}
      </div>
      {wordsError ? (
        <FieldError id={wordsId}>{wordsError}</FieldError>
      ) : (
        <p className="-mt-3 text-sm text-text-muted">{t('languagesHint')}</p>
      )}
      <Field label={t('link')} description={t('linkHint')} error={fieldError('link')}>
        <Input
          data-for="link"
          inputMode="url"
          maxLength={500}
          value={draft.link}
          onChange={({ target }) => change({ link: target.value })}
        />
      </Field>
      <AnnouncementAudience draft={draft} onChange={change} mayNarrow={mayNarrow} />
      <RadioGroup
        legend={t('when')}
        name="when"
        value={draft.when}
        onValueChange={(when) => change({ when: when === 'later' ? 'later' : 'now' })}
        options={[
          { value: 'now', label: t('now') },
          { value: 'later', label: t('later') },
        ]}
      />
      {draft.when === 'later' && (
        <Field
          label={t('moment')}
          description={t('momentHint', { zone: timeZone.replaceAll('_', ' ') })}
          error={fieldError('moment')}
        >
          <Input
            data-for="moment"
            type="datetime-local"
            value={draft.moment}
            onChange={({ target }) => change({ moment: target.value })}
          />
        </Field>
      )}
      {preview && <AnnouncementPreviewed preview={preview} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" loading={busy && !asking}>
          {t('preview')}
        </Button>
        {preview && (
          <Button variant="primary" aria-haspopup="dialog" onClick={() => setAsking(true)}>
            {t(dueAt ? 'sendAt' : 'send')}
          </Button>
        )}
      </div>
      {preview && (
        <AlertDialog
          open={asking}
          onOpenChange={setAsking}
          title={t(preview.more ? 'confirmMany' : 'confirmTitle', { count: preview.people })}
          description={t('confirmText')}
          cancelLabel={t('back')}
          confirmLabel={
            dueAt
              ? t('confirmLater', { moment: momentText({ at: dueAt, locale, timeZone }) })
              : t('confirmNow')
          }
          loading={busy}
          onConfirm={() => void confirm()}
        />
      )}
    </form>
  );
}
