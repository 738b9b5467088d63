'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import type { CaseView } from '@/server/moderation/case-page';
import { HIDEABLE_PARTS } from '@/server/moderation/catalog';
import { type ActionDraft, partsToHide } from './use-action';

interface Props {
  subject: CaseView['subject'];
  chosen: ActionDraft['hides'];
  error: string | undefined;
  onChange: (hides: ActionDraft['hides']) => void;
}

/** What of somebody is hidden from others. */
export function ActionParts({ subject, chosen, error, onChange }: Props) {
  const t = useTranslations('acting');
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined} data-invalid={error ? '' : undefined}>
      <legend className="font-medium text-md">{t('hides')}</legend>
      <div className="mt-2 flex flex-wrap gap-x-5 gap-y-1.5">
        {partsToHide(subject).map((part) => (
          <Checkbox
            key={part}
            checked={chosen.includes(part)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(checked ? [...chosen, part] : chosen.filter((one) => one !== part))
            }
            label={t(`parts.${HIDEABLE_PARTS.find((one) => one === part) ?? 'message'}`)}
          />
        ))}
      </div>
      {error && (
        <div className="mt-1.5">
          <FieldError id={id}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}
