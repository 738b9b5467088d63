'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import { APPEAL_LENGTH } from '@/server/moderation/rules';
import { countCharacters } from '@/server/text/rules';

interface Props {
  caseId: string;
  /** Until when one can appeal (ISO 8601); null: one cannot, or has done so. */
  appealUntil: string | null;
  /** `isMine`: against what was done about a group another owner of it may have made it. */
  appeal: { at: string; outcome: 'upheld' | 'granted' | null; answer: string; isMine: boolean } | null;
}

/** What one can say against what was done about oneself: once, to somebody else than who decided it; or what was answered. */
export function AppealForm({ caseId, appealUntil, appeal }: Props) {
  const t = useTranslations('appeal');
  const common = useTranslations('common');
  const locale = useLocale();
  const timeZone = useTimeZone();
  // Without anything in it that takes the focus instead: the button goes with what it did.
  const place = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const sent = useRef(false);
  // What was typed is there again when it is opened again.
  const [draft, setDraft] = useState('');
  return (
    <div className="relative flex flex-col gap-3">
      <span ref={place} tabIndex={-1} className="sr-only">
        {t('title')}
      </span>
      {appeal && <Made appeal={appeal} />}
      {!appeal && appealUntil !== null && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t('open')}
          </Button>
          <p className="text-sm text-text-muted">
            {t('until', { moment: momentText({ at: new Date(appealUntil), locale, timeZone }) })}
          </p>
        </div>
      )}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('dialogTitle')}
        description={t('dialogText')}
        closeLabel={common('close')}
        finalFocus={() => (sent.current ? place.current : null)}
      >
        <WordsForm
          caseId={caseId}
          draft={draft}
          onDraft={setDraft}
          onSent={() => {
            sent.current = true;
            setOpen(false);
          }}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </div>
  );
}

const schema = () => import('@/server/moderation/appeal-inputs').then((inputs) => inputs.FileAppealInput);

function WordsForm(of: {
  caseId: string;
  draft: string;
  onDraft: (words: string) => void;
  onSent: () => void;
  onCancel: () => void;
}) {
  const { caseId, draft, onDraft, onSent, onCancel } = of;
  const t = useTranslations('appeal');
  const common = useTranslations('common');
  const router = useRouter();
  // The same sent again, after an answer that never came, is the same appeal.
  const [id] = useState(() => uuid());
  const [used, setUsed] = useState(() => countCharacters(draft.trim()));
  const form = useSmallForm({
    schema,
    send: async (appeal) => {
      await (await fetchTrpc()).moderation.appeals.file.mutate(appeal);
      onDraft('');
      onSent();
      void showToast({ text: t('sent'), tone: 'success' });
      router.refresh();
    },
  });
  return (
    <form
      method="post"
      noValidate
      data-unsaved={used > 0}
      onSubmit={form.submit}
      className="flex flex-col gap-5"
    >
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="caseId" value={caseId} />
      <Field
        label={t('words')}
        error={form.error('words')}
        counter={
          <FieldCounter
            used={used}
            limit={APPEAL_LENGTH}
            text={t('counter', { used, limit: APPEAL_LENGTH })}
          />
        }
      >
        <Textarea
          name="words"
          dir="auto"
          rows={6}
          defaultValue={draft}
          onChange={({ currentTarget: { value } }) => {
            onDraft(value);
            setUsed(countCharacters(value.trim()));
          }}
        />
      </Field>
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

function Made({ appeal: { at, outcome, answer, isMine } }: { appeal: NonNullable<Props['appeal']> }) {
  const t = useTranslations('appeal');
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-md">
        <Badge tone={outcome === 'granted' ? 'success' : outcome ? 'neutral' : 'warning'}>{t('title')}</Badge>
        <span>
          {outcome
            ? t(isMine ? outcome : `${outcome}Other`)
            : t.rich(isMine ? 'waiting' : 'waitingOther', { when: () => <When at={at} /> })}
        </span>
      </p>
      {answer && (
        <div className="text-sm text-text-muted">
          <span>{t('answer')} </span>
          <bdi dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {answer}
          </bdi>
        </div>
      )}
    </div>
  );
}
