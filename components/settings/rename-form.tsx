'use client';

import { useTranslations } from 'next-intl';
import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RefusalNote } from './refusal-note';
import { useSmallForm } from './use-small-form';

interface Props {
  name: string;
  /** The label of the field, and of the button that saves. */
  words: { name: string; save: string };
  /** Fetched with the first press. */
  schema: () => Promise<z.ZodType<{ name: string }, { name: string }>>;
  maxLength: number;
  onRename: (name: string) => Promise<void>;
  onCancel: () => void;
}

/** Another name for one of several things, typed in its place; Escape leaves it as it was. */
export function RenameForm({ name, words, schema, maxLength, onRename, onCancel }: Props) {
  const common = useTranslations('common');
  const form = useSmallForm({ schema, send: (values) => onRename(values.name) });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex w-full flex-col gap-3">
      <RefusalNote refusal={form.refusal} />
      <Field label={words.name} error={form.error('name')}>
        <Input
          name="name"
          defaultValue={name}
          maxLength={maxLength}
          autoComplete="off"
          dir="auto"
          onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.sending}>
          {words.save}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {common('cancel')}
        </Button>
      </div>
    </form>
  );
}
