'use client';

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Minus, Plus, RotateCcw, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ExactValues } from './exact-values';
import { CENTRED, type Framing, MAX_ZOOM, moved, type Size, turnedTo, zoomedTo } from './framing';
import { Slider } from './slider';

export interface FramingProps {
  size: Size;
  framing: Framing;
  onChange: (change: (now: Framing) => Framing) => void;
}

const ZOOM_STEP = 10;
/** Part of the circle that a press moves. */
const MOVE_STEP = 0.05;

/** Everything that can be done to the picture, without dragging. */
export function CropControls(props: FramingProps) {
  const { size, framing, onChange } = props;
  const t = useTranslations('photo');
  const zoomTo = (to: (now: number) => number) => onChange((now) => zoomedTo(now, size, to(now.zoom)));
  const turnTo = (to: (now: number) => number) => onChange((now) => turnedTo(now, to(now.rotation)));
  // The picture moves that way; the circle, seen from it, the other.
  const move = (right: number, down: number) => () =>
    onChange((now) => moved(now, size, { right: -right * MOVE_STEP, down: -down * MOVE_STEP }));

  return (
    <div className="flex flex-col gap-4">
      <Slider
        label={t('zoom')}
        value={framing.zoom}
        min={100}
        max={MAX_ZOOM}
        text={t('percent', { value: Math.round(framing.zoom) })}
        onChange={(zoom) => zoomTo(() => zoom)}
        before={
          <IconButton name={t('zoomOut')} icon={<Minus />} onClick={() => zoomTo((now) => now - ZOOM_STEP)} />
        }
        after={
          <IconButton name={t('zoomIn')} icon={<Plus />} onClick={() => zoomTo((now) => now + ZOOM_STEP)} />
        }
      />
      <Slider
        label={t('rotation')}
        value={framing.rotation}
        min={-180}
        max={180}
        text={t('degrees', { value: Math.round(framing.rotation) })}
        onChange={(rotation) => turnTo(() => rotation)}
        before={
          <IconButton name={t('turnLeft')} icon={<RotateCcw />} onClick={() => turnTo((now) => now - 90)} />
        }
        after={
          <IconButton name={t('turnRight')} icon={<RotateCw />} onClick={() => turnTo((now) => now + 90)} />
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t('move')}</legend>
          <IconButton name={t('moveLeft')} icon={<ArrowLeft />} onClick={move(-1, 0)} />
          <IconButton name={t('moveUp')} icon={<ArrowUp />} onClick={move(0, -1)} />
          <IconButton name={t('moveDown')} icon={<ArrowDown />} onClick={move(0, 1)} />
          <IconButton name={t('moveRight')} icon={<ArrowRight />} onClick={move(1, 0)} />
        </fieldset>
        <Button variant="ghost" className="ms-auto" onClick={() => onChange(() => CENTRED)}>
          {t('reset')}
        </Button>
      </div>
      <ExactValues {...props} />
    </div>
  );
}

function IconButton({ name, icon, onClick }: { name: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Button size="icon" aria-label={name} title={name} onClick={onClick}>
      {icon}
    </Button>
  );
}
