import { useTranslations } from 'next-intl';
import { useFormContext } from 'react-hook-form';
import type { ProfileForm } from '@/server/profile/inputs';
import { problemNamed } from '@/server/text/rules';

/** The sentence for what is wrong with a field of the profile, if anything is. */
export function useProblem() {
  const t = useTranslations('problems');
  const { errors } = useFormContext<ProfileForm>().formState;
  return (name: keyof ProfileForm) => {
    const message = errors[name]?.message;
    if (message === undefined) return undefined;
    return t(problemNamed(message));
  };
}
