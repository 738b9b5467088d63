'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { ActionPreview } from '@/components/moderation/action-preview';
import { isRule } from '@/components/moderation/case-rules';
import { durationOf } from '@/components/moderation/use-action';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { useRefusalWords } from '@/components/use-refusal-words';
import { DURATIONS, RULES } from '@/server/moderation/catalog';
import type { ActResult } from '@/server/moderation/people-acting';
import type { PersonRow } from '@/server/moderation/people-list';
import { SANCTION_WORDS_LENGTH } from '@/server/moderation/rules';
import { countCharacters } from '@/server/text/rules';
import { Forecast } from './refused-people';
import { usePeopleAct } from './use-people-act';

interface Props {
  kind: 'limit' | 'suspension';
  people: PersonRow[];
  onDone: (results: ActResult[]) => void;
  onCancel: () => void;
}

/** What is done about several people: by which rule, in which words to them, for how long; and the mail that one of them gets. */
export function PeopleActForm(props: Props) {
  const { kind, people, onCancel } = props;
  const t = useTranslations('people');
  const acting = useTranslations('acting');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const act = usePeopleAct({ kind, people });
  if (act.unread)
    return <ErrorState title={words(act.unread)} retryLabel={errors('retry')} onRetry={act.readAgain} />;
  if (!act.start) return <SkeletonRows label={acting('loading')} />;
  const forecast = <Forecast text={t(`will.${kind}`, { count: act.can.length })} refused={act.refused} />;
  if (act.can.length === 0)
    return (
      <div className="flex flex-col gap-4">
        {forecast}
        <div className="flex justify-end">
          <Button onClick={onCancel}>{acting('back')}</Button>
        </div>
      </div>
    );
  return (
    <>
      {forecast}
      <Fields {...props} act={act} />
    </>
  );
}

function Fields({ kind, onDone, onCancel, act }: Props & { act: ReturnType<typeof usePeopleAct> }) {
  const t = useTranslations('people');
  const acting = useTranslations('acting');
  const cases = useTranslations('cases');
  const common = useTranslations('common');
  const problems = useTranslations('problems');
  const { draft, change, start, can, first, busy } = act;
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const locales = start?.locales ?? [];
  const used = (locale: (typeof locales)[number]) => countCharacters((draft.words[locale] ?? '').trim());
  const isRight = (count: number) => count > 0 && count <= SANCTION_WORDS_LENGTH;

  // Once the errors stand beside their fields, so that they are read out with the first of them.
  useLayoutEffect(() => {
    if (Object.keys(wrong).length) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [wrong]);

  function check() {
    const found = Object.fromEntries([
      ...(draft.rule ? [] : [['rule', acting('ruleRequired')]]),
      ...locales
        .filter((locale) => !isRight(used(locale)))
        .map((locale) => [locale, problems(used(locale) === 0 ? 'required' : 'tooLong')]),
    ]);
    setWrong(found);
    return Object.keys(found).length === 0;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    // Not to the form around it: React hands events of a dialog on to where the dialog was written.
    event.stopPropagation();
    if (!check()) return;
    const results = await act.send();
    if (results) onDone(results);
  }

  return (
    <form
      ref={form}
      method="post"
      noValidate
      data-unsaved={locales.some((locale) => used(locale) > 0)}
      onSubmit={(event) => void submit(event)}
      className="mt-5 flex flex-col gap-5"
    >
      <Field
        label={acting('rule')}
        description={acting('ruleHint')}
        error={draft.rule ? undefined : wrong.rule}
      >
        <NativeSelect
          value={draft.rule ?? ''}
          onChange={({ currentTarget: { value } }) => isRule(value) && change({ rule: value })}
          options={[
            { value: '', label: acting('chooseRule'), disabled: true },
            ...RULES.map((rule) => ({ value: rule, label: cases(`rules.${rule}`) })),
          ]}
        />
      </Field>
      {locales.map((locale) => (
        <Field
          key={locale}
          label={t('wordsIn', { language: common(locale === 'fr' ? 'french' : 'english') })}
          description={t('wordsHint')}
          error={isRight(used(locale)) ? undefined : wrong[locale]}
          counter={
            <FieldCounter
              used={used(locale)}
              limit={SANCTION_WORDS_LENGTH}
              text={cases('counter', { used: used(locale), limit: SANCTION_WORDS_LENGTH })}
            />
          }
        >
          <Textarea
            dir="auto"
            lang={locale}
            rows={3}
            value={draft.words[locale] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              change({ words: { ...draft.words, [locale]: value } })
            }
          />
        </Field>
      ))}
      <Field label={acting('until')}>
        <NativeSelect
          value={String(draft.days)}
          onChange={({ currentTarget: { value } }) => change({ days: durationOf(value) })}
          options={DURATIONS.map((days) => ({
            value: String(days),
            label: acting('duration', { days: days ?? 0 }),
          }))}
        />
      </Field>
      {first && (
        <div className="flex flex-col gap-2">
          <p className="text-md text-text-muted">
            {t('mailOf', { name: isolate(first.displayName || first.handle) })}
          </p>
          <ActionPreview
            letter={act.letter}
            loading={busy === 'preview'}
            onShow={() => check() && act.preview()}
          />
        </div>
      )}
      <RefusalNote refusal={act.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button
          type="submit"
          variant={kind === 'suspension' ? 'danger' : 'primary'}
          loading={busy === 'send'}
          className="wrap-anywhere"
        >
          {t(`do.${kind}`, { count: can.length })}
        </Button>
      </div>
    </form>
  );
}
