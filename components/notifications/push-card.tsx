'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { PushBrowser } from '@/server/notifications/push-subscriptions';
import { type PushAbility, pushAbility, subscribeBrowser, thisBrowser } from './push-browser';
import { PushHelp } from './push-help';
import { PushRow } from './push-row';

interface Props {
  /** Null: no pushes can be sent from here. */
  publicKey: string | null;
  browsers: PushBrowser[];
}

/** The browsers that take pushes. Nothing is asked of anybody until they press for it. */
export function PushCard({ publicKey, browsers }: Props) {
  const t = useTranslations('pushBrowsers');
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  // Known in the browser alone.
  const [ability, setAbility] = useState<PushAbility>();
  const [here, setHere] = useState<string>();
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const isHere = browsers.some(({ id }) => id === here);
  const list = browsers.map(({ id }) => id).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when the list has changed.
  useEffect(() => {
    const look = async () => {
      const id = await thisBrowser().catch(() => undefined);
      setHere(id);
      setAbility(pushAbility());
    };
    void look();
  }, [list]);

  async function begin(key: string) {
    setAsking(true);
    try {
      const isGiven = await subscribeBrowser(key);
      setAbility(pushAbility());
      if (isGiven) {
        void showToast({ text: t('added'), tone: 'success' });
        router.refresh();
      } else void showToast({ text: t('notAllowed') });
    } catch (error) {
      // What the browser itself says: its push service is out of reach, or switched off.
      if (error instanceof DOMException) void showToast({ text: t('notReached'), tone: 'danger' });
      else tellRefusal(error);
    } finally {
      setAsking(false);
    }
  }

  function rowGone() {
    place.current?.focus();
    router.refresh();
  }

  return (
    <Card
      id="pushBrowsers"
      title={t('title')}
      description={t('text')}
      action={
        publicKey !== null &&
        ability === 'possible' &&
        !isHere && (
          <Button loading={asking} onClick={() => void begin(publicKey)}>
            {t('add')}
          </Button>
        )
      }
      hint={hintOf()}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div ref={place} role="group" aria-label={t('title')} tabIndex={-1} className="outline-none">
        {browsers.length === 0 ? (
          <p className="text-md text-text-muted">{t('empty')}</p>
        ) : (
          <ul aria-label={t('title')}>
            {browsers.map((browser) => (
              <PushRow key={browser.id} browser={browser} isHere={browser.id === here} onGone={rowGone} />
            ))}
          </ul>
        )}
      </div>
      {publicKey !== null && <PushHelp />}
    </Card>
  );

  function hintOf() {
    if (publicKey === null) return t('notSetUp');
    if (ability === undefined || ability === 'possible') return isHere ? undefined : t('hint');
    return t(ability);
  }
}
