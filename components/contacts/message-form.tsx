'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { Textarea } from '@/components/ui/textarea';
import { countCharacters, MESSAGE_LENGTH } from '@/server/text/rules';

const schema = () =>
  import('@/server/messages/inputs').then((inputs) => inputs.SendMessageInput.pick({ body: true }));

interface Props {
  toId: string;
  label: string;
  onSent: () => void;
  onCancel: () => void;
}

/** What was begun to whom and is not sent: closing a window, or a message that is answered, does not lose it. */
const drafts = new Map<string, string>();

/** What somebody writes to somebody; what was typed stays until it is sent, or given up by Cancel. */
export function MessageForm({ toId, label, onSent, onCancel }: Props) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const [used, setUsed] = useState(() => lengthOf(drafts.get(toId)));
  // The same text sent again, after an answer that never came, is the same message.
  const tried = useRef<{ id: string; body: string }>(undefined);
  const form = useSmallForm({
    schema,
    send: async ({ body }) => {
      if (tried.current?.body !== body) tried.current = { id: uuid(), body };
      await (await fetchTrpc()).privacy.contact.send.mutate({ ...tried.current, toId });
      drafts.delete(toId);
      onSent();
    },
  });
  return (
    <form
      method="post"
      noValidate
      data-unsaved={used > 0}
      onSubmit={form.submit}
      className="flex flex-col gap-4"
    >
      <RefusalNote refusal={form.refusal} />
      <Field
        label={label}
        error={form.error('body')}
        counter={
          <FieldCounter
            used={used}
            limit={MESSAGE_LENGTH}
            text={t('counter', { used, limit: MESSAGE_LENGTH })}
          />
        }
      >
        <Textarea
          name="body"
          dir="auto"
          defaultValue={drafts.get(toId)}
          onChange={({ currentTarget: { value } }) => {
            drafts.set(toId, value);
            setUsed(lengthOf(value));
          }}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('send')}
        </Button>
        <Button
          variant="ghost"
          onClick={() => {
            drafts.delete(toId);
            onCancel();
          }}
        >
          {common('cancel')}
        </Button>
      </div>
    </form>
  );
}

function lengthOf(text = '') {
  return countCharacters(text.trim());
}
