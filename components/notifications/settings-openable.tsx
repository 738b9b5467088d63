'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';

interface Props<PanelProps> {
  id: string;
  title: string;
  text: string;
  openLabel: string;
  loadingLabel: string;
  failedLabel: string;
  load: () => Promise<ComponentType<PanelProps>>;
  panelProps: PanelProps;
}

/** A card whose content comes at a press, since few want it: the focus goes into it. */
export function SettingsOpenable<PanelProps extends object>(props: Props<PanelProps>) {
  const errors = useTranslations('errors');
  const [state, setState] = useState<'closed' | 'loading' | 'failed'>('closed');
  const [Panel, setPanel] = useState<ComponentType<PanelProps>>();
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (Panel) place.current?.focus({ preventScroll: true });
  }, [Panel]);

  async function open() {
    setState('loading');
    try {
      const loaded = await props.load();
      setPanel(() => loaded);
    } catch {
      setState('failed');
    }
  }

  return (
    <Card
      id={props.id}
      title={props.title}
      description={props.text}
      aside={
        !Panel && (
          <Button size="sm" loading={state === 'loading'} onClick={() => void open()}>
            {props.openLabel}
          </Button>
        )
      }
    >
      {Panel ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
        <div ref={place} role="group" aria-label={props.title} tabIndex={-1} className="flex flex-col gap-5">
          <Panel {...props.panelProps} />
        </div>
      ) : (
        <>
          {state === 'loading' && <SkeletonRows rows={1} label={props.loadingLabel} />}
          {state === 'failed' && (
            <ErrorState title={props.failedLabel} retryLabel={errors('retry')} onRetry={() => void open()} />
          )}
        </>
      )}
    </Card>
  );
}
