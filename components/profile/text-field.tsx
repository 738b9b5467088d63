'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { useFormContext } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { ProfileForm } from '@/server/profile/inputs';
import { useProblem } from './use-problem';

type Name = 'displayName' | 'pronouns' | 'location' | 'website';

/** A line of the profile with its label, hint and error. */
export function TextField({
  name,
  hint,
  ...input
}: { name: Name; hint?: string } & Omit<ComponentProps<'input'>, 'name'>) {
  const t = useTranslations('profile');
  const { register, formState } = useFormContext<ProfileForm>();
  const problem = useProblem();
  return (
    <Field id={name} label={t(name)} description={hint} error={problem(name)}>
      <Input {...input} defaultValue={formState.defaultValues?.[name]} {...register(name)} />
    </Field>
  );
}
