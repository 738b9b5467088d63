import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import type { SubjectKind } from '@/server/moderation/catalog';

interface Named {
  subjectKind: SubjectKind;
  person: { displayName: string } | null;
  group: { name: string } | null;
}

/** What a case is about in a few words: "Photo of Mia Member". */
export function useCaseName() {
  const t = useTranslations('cases');
  return ({ subjectKind, person, group }: Named) => {
    const name = subjectKind === 'group' ? group?.name : person?.displayName;
    return name === undefined ? t('gone') : t(`about.${subjectKind}`, { name: isolate(name) });
  };
}
