'use client';

import { useEffect } from 'react';

/** The language of a page that is in another one than the rest of the app is read in. */
export function PageLanguage({ locale }: { locale: string }) {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.lang;
    root.lang = locale;
    return () => {
      root.lang = before;
    };
  }, [locale]);
  return null;
}
