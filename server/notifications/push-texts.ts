import type { Locale } from '@/server/http/locale';

/** What pushes say beside the line of what they are about. */
export const PUSH_TEXTS: Record<Locale, { several(count: number): string; from: string; test: string }> = {
  en: {
    several: (count) => `${count} new notifications`,
    from: 'Foyer',
    test: 'Notifications reach this browser.',
  },
  fr: {
    several: (count) => `${count} nouvelles notifications`,
    from: 'Foyer',
    test: 'Les notifications arrivent dans ce navigateur.',
  },
};
