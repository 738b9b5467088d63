'use client';

import { useTranslations } from 'next-intl';
import { fetchTrpc } from '@/components/fetch-trpc';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';

const schema = () => import('@/server/moderation/appeal-inputs').then((inputs) => inputs.DecideAppealInput);

/** What was chosen and typed so far. */
export interface AppealDraft {
  outcome: string;
  answer: string;
}

interface Props {
  id: string;
  isOfGroup: boolean;
  isMakerGone: boolean;
  draft: AppealDraft;
  onDraft: (draft: AppealDraft) => void;
  onDone: (outcome: 'granted' | 'upheld') => void;
  onCancel: () => void;
}

/** Whether what was done ends or stays, and what the person reads about it, or every owner of the group. */
export function AppealDecisionForm({ id, isOfGroup, isMakerGone, draft, onDraft, onDone, onCancel }: Props) {
  const t = useTranslations('cases');
  const common = useTranslations('common');
  const form = useSmallForm({
    schema,
    send: async (decision) => {
      await (await fetchTrpc()).moderation.appeals.decide.mutate(decision);
      onDone(decision.outcome);
    },
  });
  const holder = form.refusal?.holder;
  const readBy = isOfGroup ? (isMakerGone ? 'answerTextMakerGone' : 'answerTextGroup') : 'answerText';
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      <input type="hidden" name="id" value={id} />
      <RadioGroup
        legend={t('outcomeLabel')}
        name="outcome"
        variant="cards"
        value={draft.outcome}
        error={form.error('outcome')}
        onValueChange={(outcome) => onDraft({ ...draft, outcome })}
        options={[
          { value: 'granted', label: t('grant'), description: t('grantText') },
          { value: 'upheld', label: t('uphold'), description: t('upholdText') },
        ]}
      />
      <Field
        label={t(isOfGroup ? 'answerLabelGroup' : 'answerLabel')}
        description={t(readBy)}
        error={form.error('answer')}
      >
        <Textarea
          name="answer"
          dir="auto"
          rows={4}
          defaultValue={draft.answer}
          onChange={({ currentTarget }) => onDraft({ ...draft, answer: currentTarget.value })}
        />
      </Field>
      {holder ? (
        <Banner tone="danger" role="alert">
          {t('heldBy', { name: isolate(holder.displayName) })}
        </Banner>
      ) : (
        <RefusalNote refusal={form.refusal} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t('decideConfirm')}
        </Button>
      </div>
    </form>
  );
}
