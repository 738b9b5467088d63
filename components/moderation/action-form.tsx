'use client';

import { useFormatter, useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { NativeSelect } from '@/components/ui/native-select';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Textarea } from '@/components/ui/textarea';
import { useRefusalWords } from '@/components/use-refusal-words';
import { momentText } from '@/messages/dates';
import type { Locale } from '@/server/http/locale';
import type { CaseView } from '@/server/moderation/case-page';
import { DURATIONS, RULES, SANCTION_KINDS } from '@/server/moderation/catalog';
import { SANCTION_WORDS_LENGTH } from '@/server/moderation/rules';
import { countCharacters } from '@/server/text/rules';
import { ActionParts } from './action-parts';
import { ActionPreview } from './action-preview';
import { isRule, nameOfSubject } from './case-rules';
import { durationOf, useAction } from './use-action';

interface Props {
  found: CaseView;
  onDone: (sanctionId: string) => void;
  onCancel: () => void;
}

/** What is done about somebody, or a group: what, by which rule, in which words to them, for how long; and the mail that they get. */
export function ActionForm({ found, onDone, onCancel }: Props) {
  const t = useTranslations('acting');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const action = useAction(found);
  const { start, unread } = action;
  if (unread)
    return <ErrorState title={words(unread)} retryLabel={errors('retry')} onRetry={action.readAgain} />;
  if (!start) return <SkeletonRows label={t('loading')} />;
  if (start.kinds.length === 0)
    return (
      <div className="flex flex-col gap-4">
        <Banner tone="warning">{t(found.group ? 'nothingMayGroup' : 'nothingMay')}</Banner>
        <div className="flex justify-end">
          <Button onClick={onCancel}>{t('back')}</Button>
        </div>
      </div>
    );
  return <Fields {...{ found, action, onDone, onCancel }} />;
}

function Fields({ found, action, onDone, onCancel }: Props & { action: ReturnType<typeof useAction> }) {
  const t = useTranslations('acting');
  const cases = useTranslations('cases');
  const common = useTranslations('common');
  const problems = useTranslations('problems');
  const format = useFormatter();
  const { draft, change, start, days, refusal, busy } = action;
  const nameOf = (locale: Locale) => common(locale === 'fr' ? 'french' : 'english');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const name = isolate(nameOfSubject(found));
  const isGroup = found.group !== null;
  const used = countCharacters(draft.words.trim());
  const isTimed = draft.kind !== undefined && draft.kind !== 'warning';

  // Once the errors stand beside their fields, so that they are read out with the first of them.
  useLayoutEffect(() => {
    if (Object.keys(wrong).length)
      form.current?.querySelector<HTMLElement>('[aria-invalid], [data-invalid] input')?.focus();
  }, [wrong]);

  function check() {
    const found = {
      ...(!draft.kind && { kind: t('kindRequired') }),
      ...(draft.kind === 'hiding' && draft.hides.length === 0 && { hides: t('hidesRequired') }),
      ...(!draft.rule && { rule: t('ruleRequired') }),
      ...(used === 0 && { words: problems('required') }),
      ...(used > SANCTION_WORDS_LENGTH && { words: problems('tooLong') }),
    };
    setWrong(found);
    return Object.keys(found).length === 0;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    // Not to the form around it: React hands events of a dialog on to where the dialog was written.
    event.stopPropagation();
    if (!check()) return;
    const id = await action.send();
    if (id) onDone(id);
  }

  return (
    <form
      ref={form}
      method="post"
      noValidate
      data-unsaved={used > 0}
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-5"
    >
      <div data-invalid={wrong.kind ? '' : undefined}>
        <RadioGroup
          legend={t('what')}
          name="kind"
          variant="cards"
          value={draft.kind ?? ''}
          error={draft.kind ? undefined : wrong.kind}
          onValueChange={(value) =>
            change({ kind: SANCTION_KINDS.find((one) => one === value), days: undefined })
          }
          options={(start?.kinds ?? []).map((value) => ({
            value,
            label: t(`kinds.${value}.name`),
            description: t(`kinds.${value}.text`),
          }))}
        />
      </div>
      {draft.kind === 'hiding' && (
        <ActionParts
          subject={found.subject}
          chosen={draft.hides}
          error={draft.hides.length === 0 ? wrong.hides : undefined}
          onChange={(hides) => change({ hides })}
        />
      )}
      {start?.isRead === false && <Banner tone="warning">{t('nobodyReads')}</Banner>}
      <Field
        label={t('rule')}
        description={t(isGroup ? 'ruleHintGroup' : 'ruleHint')}
        error={draft.rule ? undefined : wrong.rule}
      >
        <NativeSelect
          value={draft.rule ?? ''}
          onChange={({ currentTarget: { value } }) => isRule(value) && change({ rule: value })}
          options={[
            { value: '', label: t('chooseRule'), disabled: true },
            ...RULES.map((rule) => ({ value: rule, label: cases(`rules.${rule}`) })),
          ]}
        />
      </Field>
      <Field
        label={t(isGroup ? 'wordsGroup' : 'words')}
        description={
          isGroup
            ? start?.isRead && t('wordsHintGroup', { languages: format.list(start.locales.map(nameOf)) })
            : t('wordsHint', { language: nameOf(start?.locale ?? 'en') })
        }
        error={used > 0 && used <= SANCTION_WORDS_LENGTH ? undefined : wrong.words}
        counter={
          <FieldCounter
            used={used}
            limit={SANCTION_WORDS_LENGTH}
            text={cases('counter', { used, limit: SANCTION_WORDS_LENGTH })}
          />
        }
      >
        <Textarea
          dir="auto"
          lang={start?.locale}
          rows={4}
          value={draft.words}
          onChange={({ currentTarget: { value } }) => change({ words: value })}
        />
      </Field>
      {isTimed && (
        <Field label={t('until')} description={<Until days={days} />}>
          <NativeSelect
            value={String(days)}
            onChange={({ currentTarget: { value } }) => change({ days: durationOf(value) })}
            options={DURATIONS.map((one) => ({
              value: String(one),
              label: t(
                draft.kind && start?.suggested[draft.kind] === one ? 'suggestedDuration' : 'duration',
                { days: one ?? 0 },
              ),
            }))}
          />
        </Field>
      )}
      <ActionPreview
        label={t(isGroup ? 'mailGroup' : 'mail')}
        letter={action.letter}
        loading={busy === 'preview'}
        onShow={() => check() && action.preview()}
      />
      <RefusalNote refusal={refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button
          type="submit"
          variant={draft.kind === 'suspension' ? 'danger' : 'primary'}
          loading={busy === 'send'}
          className="wrap-anywhere"
        >
          {draft.kind ? t(`kinds.${draft.kind}.do`, { name }) : t('do')}
        </Button>
      </div>
    </form>
  );
}

/** When that is, in the zone of who decides. */
function Until({ days }: { days: number | null }) {
  const t = useTranslations('acting');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  // Of the moment at which the window was opened: the mail names the moment at which it is sent.
  const [now] = useState(() => Date.now());
  if (days === null) return t('noEndHint');
  return t('untilHint', { moment: momentText({ ...zone, at: new Date(now + days * 86_400_000) }) });
}
