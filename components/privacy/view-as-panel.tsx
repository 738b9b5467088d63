'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { ViewAs } from '@/server/privacy/inputs';
import type { Choices } from './choices';
import { NamedPerson } from './named-person';
import { PreviewOf } from './preview-of';
import { usePreview } from './use-preview';

export interface ViewAsProps {
  changes: Partial<Choices>;
  /** One's own. */
  handle: string;
}

const KINDS = ['public', 'member', 'contact', 'person', 'moderator'] as const;

/** Who looks, and the page as they get it. */
export function ViewAsPanel({ changes, handle }: ViewAsProps) {
  const t = useTranslations('privacy.viewAs');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('public');
  const [named, setNamed] = useState<string>();
  const as = viewerOf(kind, named);
  const { preview, refusal, loading, retry } = usePreview(as, changes);
  const isNobody = kind === 'person' && refusal?.reason === 'NOT_FOUND';
  return (
    <>
      <Field label={t('who')} description={kind === 'moderator' ? t('moderator') : undefined}>
        <NativeSelect
          options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          value={kind}
          onChange={({ target }) => setKind(KINDS.find((each) => each === target.value) ?? 'public')}
        />
      </Field>
      {kind === 'person' && <NamedPerson own={handle} isNobody={isNobody} onName={setNamed} />}
      <p role="status" className="sr-only">
        {preview && t('ready', { who: t(`kinds.${kind}`) })}
      </p>
      {!as && <p className="text-md text-text-muted">{t('askHandle')}</p>}
      {loading && <SkeletonRows rows={2} label={t('loading')} />}
      {refusal && !isNobody && (
        <ErrorState title={t('failed')} text={words(refusal)} retryLabel={errors('retry')} onRetry={retry} />
      )}
      {preview && <PreviewOf preview={preview} count={Object.keys(changes).length} />}
    </>
  );
}

/** Undefined as long as a person is to be named and is not. */
function viewerOf(kind: (typeof KINDS)[number], handle: string | undefined): ViewAs | undefined {
  if (kind !== 'person') return { kind };
  return handle === undefined ? undefined : { kind, handle };
}
