'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { RefusalNote } from '@/components/settings/refusal-note';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { FieldCounter } from '@/components/ui/field-counter';
import { RadioGroup } from '@/components/ui/radio-group';
import { SkeletonRows } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Textarea } from '@/components/ui/textarea';
import { useRefusalWords } from '@/components/use-refusal-words';
import { dateText } from '@/messages/dates';
import { REPORT_KIND_NAMES, REPORT_KINDS } from '@/server/moderation/catalog';
import type { Subject } from '@/server/moderation/report-inputs';
import { WORDS_LENGTH } from '@/server/moderation/rules';
import { photoAddress } from '@/server/photos/rules';
import { countCharacters } from '@/server/text/rules';
import { EvidenceList } from './evidence-list';
import { useReport } from './use-report';

interface Props {
  subject: Subject;
  name: string;
  onClose: () => void;
}

type Report = ReturnType<typeof useReport>;

/**
 * The three steps of a report, and what happens next. From one to the other the focus goes to the heading, which says where one is;
 * when the window opens it goes where that puts it.
 */
export function ReportSteps({ subject, name, onClose }: Props) {
  const report = useReport(subject);
  const [step, setStep] = useState<1 | 2 | 3>();
  if (report.preview?.reportedAt && !report.sent)
    return <ReportedAlready at={report.preview.reportedAt} onClose={onClose} />;
  if (report.sent) return <Sent report={report} subject={subject} name={name} onClose={onClose} />;
  if (step === undefined || step === 1)
    return <KindStep {...{ report, subject, name }} isFirst={step === undefined} onNext={() => setStep(2)} />;
  if (step === 2) return <WordsStep report={report} onBack={() => setStep(1)} onNext={() => setStep(3)} />;
  return <KeptStep report={report} onBack={() => setStep(2)} />;
}

function KindStep({
  report,
  subject,
  name,
  isFirst,
  onNext,
}: {
  report: Report;
  subject: Subject;
  name: string;
  isFirst: boolean;
  onNext: () => void;
}) {
  const t = useTranslations('reporting');
  const kinds = useTranslations('reportKinds');
  const [missing, setMissing] = useState(false);
  const isGroup = subject.kind === 'group';
  return (
    <Step
      number={1}
      isFirst={isFirst}
      title={t('kindTitle')}
      text={isGroup ? t('kindTextGroup') : t('kindText', { name })}
      next={t('continue')}
      onNext={() => (report.draft.kind === undefined ? setMissing(true) : onNext())}
    >
      <RadioGroup
        legend={t('kindTitle')}
        legendHidden
        name="kind"
        value={report.draft.kind ?? ''}
        error={missing && report.draft.kind === undefined ? t('kindRequired') : undefined}
        onValueChange={(value) => report.change({ kind: REPORT_KIND_NAMES.find((one) => one === value) })}
        options={REPORT_KIND_NAMES.map((value) => ({
          value,
          label: kinds(`${value}.name`),
          description: kinds(`${value}.text`),
        }))}
      />
    </Step>
  );
}

function WordsStep({ report, onBack, onNext }: { report: Report; onBack: () => void; onNext: () => void }) {
  const t = useTranslations('reporting');
  const used = countCharacters(report.draft.words.trim());
  const problems = useTranslations('problems');
  const isLong = used > WORDS_LENGTH;
  return (
    <Step
      number={2}
      title={t('wordsTitle')}
      text={t('wordsText')}
      next={t('continue')}
      onBack={onBack}
      onNext={() => isLong || onNext()}
    >
      <Field
        label={t('words')}
        labelHint={t('optional')}
        error={isLong ? problems('tooLong') : undefined}
        counter={
          <FieldCounter used={used} limit={WORDS_LENGTH} text={t('counter', { used, limit: WORDS_LENGTH })} />
        }
      >
        <Textarea
          name="words"
          dir="auto"
          value={report.draft.words}
          onChange={({ currentTarget: { value } }) => report.change({ words: value })}
        />
      </Field>
    </Step>
  );
}

function KeptStep({ report, onBack }: { report: Report; onBack: () => void }) {
  const t = useTranslations('reporting');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const { preview, unread } = report;
  return (
    <Step
      number={3}
      title={t('keptTitle')}
      text={t('keptText')}
      next={t('send')}
      sending={report.sending}
      onBack={onBack}
      onNext={report.send}
    >
      <RefusalNote refusal={report.refusal} />
      {unread ? (
        <ErrorState
          title={t('unread')}
          text={words(unread)}
          retryLabel={errors('retry')}
          onRetry={report.readAgain}
        />
      ) : preview ? (
        <div className="rounded-md border bg-surface-sunken p-3">
          <EvidenceList
            evidence={preview.evidence}
            photoSource={preview.photoId === null ? undefined : photoAddress({ id: preview.photoId }, 256)}
            nothing={t('evidence.nothing')}
          />
        </div>
      ) : (
        <SkeletonRows label={t('loading')} />
      )}
    </Step>
  );
}

function Sent({ report, subject, name, onClose }: Props & { report: Report }) {
  const t = useTranslations('reporting');
  const isPressing = report.draft.kind !== undefined && REPORT_KINDS[report.draft.kind].urgency === 3;
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex flex-col gap-2">
        <StepHeading>{t('doneTitle')}</StepHeading>
        <p className="readable text-md">{t('doneText')}</p>
      </div>
      {isPressing && <Banner tone="warning">{t('doneDanger')}</Banner>}
      {subject.kind !== 'group' && <p className="readable text-md">{t('doneBlock', { name })}</p>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
        <TextLink href="/settings/reports" prefetch={false}>
          {t('follow')}
        </TextLink>
      </div>
    </div>
  );
}

function ReportedAlready({ at, onClose }: { at: string; onClose: () => void }) {
  const t = useTranslations('reporting');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="readable text-md">
        {t('already', { date: dateText({ ...zone, at: new Date(at) }) })}
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button onClick={onClose}>{t('done')}</Button>
        <TextLink href="/settings/reports" prefetch={false}>
          {t('follow')}
        </TextLink>
      </div>
    </div>
  );
}

interface StepProps {
  number: 1 | 2 | 3;
  title: string;
  text: string;
  next: string;
  sending?: boolean;
  isFirst?: boolean;
  onBack?: () => void;
  onNext: () => void;
  children: ReactNode;
}

function Step({ number, title, text, next, sending = false, isFirst = false, ...props }: StepProps) {
  const t = useTranslations('reporting');
  const { onBack, onNext, children } = props;
  function submit(event: FormEvent) {
    event.preventDefault();
    onNext();
  }
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <p className="text-sm text-text-muted">{t('step', { step: number })}</p>
        <StepHeading takesFocus={!isFirst}>{title}</StepHeading>
        <p className="readable mt-1 text-md text-text-muted">{text}</p>
      </div>
      {children}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={sending}>
          {next}
        </Button>
        {onBack && (
          <Button variant="ghost" onClick={onBack}>
            {t('back')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Takes the focus when it comes, so that it is read out and the keyboard goes on from there. */
function StepHeading({ takesFocus = true, children }: { takesFocus?: boolean; children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the window looks for a new place for the focus, which was on the button that is gone.
  useLayoutEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <h3 ref={heading} tabIndex={-1} className="text-base outline-none">
      {children}
    </h3>
  );
}
