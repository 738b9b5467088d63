'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface Props {
  error: string | undefined;
  labelHidden?: boolean;
  defaultValue?: string;
  readOnly?: boolean;
  onEscape?: () => void;
}

/** The alternative text of a photo, in a form under `alt`. */
export function AltField({ error, labelHidden, defaultValue, readOnly, onEscape }: Props) {
  const t = useTranslations('photo');
  const common = useTranslations('common');
  return (
    <Field
      label={t('alt')}
      labelHidden={labelHidden}
      labelHint={labelHidden ? undefined : common('optional')}
      description={t('altHint')}
      error={error}
    >
      <Input
        name="alt"
        defaultValue={defaultValue}
        readOnly={readOnly}
        // More than the server takes, so that what was pasted is not cut off unnoticed.
        maxLength={400}
        autoComplete="off"
        dir="auto"
        onKeyDown={(event) => event.key === 'Escape' && onEscape?.()}
      />
    </Field>
  );
}
