'use client';

import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';

const schema = () => import('@/server/moderation/case-inputs').then((inputs) => inputs.ResolveCaseInput);

interface Props {
  caseId: string;
  onDone: () => void;
  onCancel: () => void;
}

/** Why nothing is done about a case: in words for colleagues, which nobody has to write. */
export function DismissForm({ caseId, onDone, onCancel }: Props) {
  const t = useTranslations('cases');
  const common = useTranslations('common');
  const form = useSmallForm({
    schema,
    send: async (wish) => {
      await (await fetchTrpc()).moderation.reports.resolve.mutate(wish);
      onDone();
    },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      <RefusalNote refusal={form.refusal} />
      <input type="hidden" name="id" value={caseId} />
      <input type="hidden" name="outcome" value="dismissed" />
      <Field
        label={t('reason')}
        labelHint={common('optional')}
        description={t('reasonText')}
        error={form.error('reason')}
      >
        <Textarea name="reason" dir="auto" />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('dismissCase')}
        </Button>
      </div>
    </form>
  );
}
