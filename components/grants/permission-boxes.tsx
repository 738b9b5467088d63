'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { usePermissionWords } from '@/components/roles/permission-words';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import type { Permission } from '@/server/roles/permissions';

interface Props {
  offered: readonly Permission[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  error?: string | undefined;
}

/** The permissions that fit, to be ticked. */
export function PermissionBoxes({ offered, chosen, onChange, error }: Props) {
  const t = useTranslations('grants');
  const words = usePermissionWords();
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className="font-medium text-md">{t('permissions')}</legend>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <div className="mt-2 grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {offered.map((name, at) => (
          <Checkbox
            key={name}
            label={words(name)}
            checked={chosen.includes(name)}
            aria-invalid={error && at === 0 ? true : undefined}
            onChange={() =>
              onChange(
                chosen.includes(name)
                  ? chosen.filter((one) => one !== name)
                  : offered.filter((one) => one === name || chosen.includes(one)),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
