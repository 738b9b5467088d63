import type { Locale } from '@/server/http/locale';
import type en from './en.json';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}
