import { useFormatter, useTranslations } from 'next-intl';

/** "3 sessions and one app": what there is to end, or what has ended. Undefined when it is nothing at all. */
export function useEndedWords() {
  const t = useTranslations('sessions');
  const format = useFormatter();
  return ({ sessions, apps }: { sessions: number; apps: number }) => {
    const named = [
      ...(sessions > 0 ? [t('countSessions', { count: sessions })] : []),
      ...(apps > 0 ? [t('countApps', { count: apps })] : []),
    ];
    return named.length ? format.list(named) : undefined;
  };
}
