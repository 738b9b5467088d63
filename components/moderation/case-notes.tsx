'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import { When } from '@/components/when';
import type { NoteView } from '@/server/moderation/notes';
import { NOTE_LENGTH } from '@/server/moderation/rules';
import { countCharacters } from '@/server/text/rules';

const schema = () => import('@/server/moderation/note-inputs').then((inputs) => inputs.AddNoteInput);

/** A case, or a person. */
interface About {
  caseId?: string;
  personId?: string;
}

/** What staff wrote down for each other, and where they do. */
export function CaseNotes({
  notes,
  mayAdd = true,
  ...about
}: About & { notes: NoteView[]; mayAdd?: boolean }) {
  const t = useTranslations('cases');
  const [added, setAdded] = useState(0);
  return (
    <Card title={t('notes')} description={t('notesText')}>
      {notes.length === 0 && !mayAdd && <p className="text-md text-text-muted">{t('noNotes')}</p>}
      {notes.length > 0 && (
        <ul className="divide-y">
          {notes.map((note) => (
            <li key={note.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
              <bdi dir="auto" className="readable wrap-anywhere whitespace-pre-wrap text-md">
                {note.body}
              </bdi>
              <p className="text-sm text-text-muted">
                {note.by ? isolate(note.by.displayName) : t('somebodyLeft')} · <When at={note.at} />
                {about.caseId !== undefined &&
                  note.caseId !== null &&
                  note.caseId !== about.caseId &&
                  ` · ${t('ofAnotherCase')}`}
              </p>
            </li>
          ))}
        </ul>
      )}
      {/* Once a note was added there is room for another one; what somebody else adds meanwhile takes nothing that is being written. */}
      {mayAdd && (
        <NoteForm key={added} focused={added > 0} onAdded={() => setAdded((count) => count + 1)} {...about} />
      )}
    </Card>
  );
}

function NoteForm({ caseId, personId, focused, onAdded }: About & { focused: boolean; onAdded: () => void }) {
  const t = useTranslations('cases');
  const router = useRouter();
  // The same sent again, after an answer that never came, is the same note.
  const [id] = useState(() => uuid());
  const [used, setUsed] = useState(0);
  const place = useRef<HTMLTextAreaElement>(null);
  // The button that had the focus went with the form before it.
  useEffect(() => {
    if (focused && document.activeElement === document.body) place.current?.focus();
  }, [focused]);
  const form = useSmallForm({
    schema,
    send: async (note) => {
      await (await fetchTrpc()).moderation.notes.add.mutate(note);
      void showToast({ text: t('noted'), tone: 'success' });
      router.refresh();
      onAdded();
    },
  });
  return (
    <form
      method="post"
      noValidate
      data-unsaved={used > 0}
      onSubmit={form.submit}
      className="flex flex-col gap-3"
    >
      <RefusalNote refusal={form.refusal} />
      <input type="hidden" name="id" value={id} />
      {caseId !== undefined && <input type="hidden" name="caseId" value={caseId} />}
      {personId !== undefined && <input type="hidden" name="personId" value={personId} />}
      <Field
        label={t('newNote')}
        error={form.error('body')}
        counter={
          <FieldCounter used={used} limit={NOTE_LENGTH} text={t('counter', { used, limit: NOTE_LENGTH })} />
        }
      >
        <Textarea
          ref={place}
          name="body"
          dir="auto"
          onChange={({ currentTarget: { value } }) => setUsed(countCharacters(value.trim()))}
        />
      </Field>
      <div>
        <Button type="submit" loading={form.sending}>
          {t('addNote')}
        </Button>
      </div>
    </form>
  );
}
