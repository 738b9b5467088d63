'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { SCOPE_NAMES, type Scope } from '@/server/oauth/catalog';

/** What an app may ask people for. The form has it as one field, `scopes`, with a space between. */
export function ScopeBoxes({ scopes, error }: { scopes: Scope[]; error: string | undefined }) {
  const t = useTranslations('clients');
  const words = useTranslations('scopes');
  const id = useId();
  const [ticked, setTicked] = useState(scopes);
  return (
    <fieldset
      data-unsaved={[...ticked].sort().join() !== [...scopes].sort().join()}
      aria-describedby={error ? `${id}-error ${id}-hint` : `${id}-hint`}
      className="flex min-w-0 flex-col gap-2"
    >
      <legend className="mb-2 font-medium text-md">{t('scopes')}</legend>
      <p id={`${id}-hint`} className="-mt-2 text-sm text-text-muted">
        {t('scopesHint')}
      </p>
      <input type="hidden" name="scopes" value={ticked.join(' ')} />
      {SCOPE_NAMES.map((scope, n) => (
        <Checkbox
          key={scope}
          checked={ticked.includes(scope)}
          label={words(`${scope}.title`)}
          description={words(`${scope}.text`)}
          {...(n === 0 && error && { 'aria-invalid': true })}
          onChange={({ target }) =>
            setTicked((now) => (target.checked ? [...now, scope] : now.filter((other) => other !== scope)))
          }
        />
      ))}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
