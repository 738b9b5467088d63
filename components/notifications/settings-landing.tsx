'use client';

import { useEffect } from 'react';
import { showSetting } from '@/components/navigation/show-setting';

/** Whoever comes by a link to one row or card, or follows one within the page, stands at it. */
export function SettingsLanding() {
  useEffect(() => {
    const land = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (id) showSetting({ href: location.pathname, id, go: () => undefined });
    };
    land();
    window.addEventListener('hashchange', land);
    return () => window.removeEventListener('hashchange', land);
  }, []);
  return null;
}
