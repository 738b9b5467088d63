'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef } from 'react';
import { type Framing, moved, sideOf, zoomedTo } from './framing';
import type { Picture } from './read-picture';

interface Props {
  picture: Picture;
  framing: Framing;
  onChange: (change: (now: Framing) => Framing) => void;
}

/** Of the stage, across the circle. */
const CIRCLE = 0.86;
/** Parts of the circle that a press of an arrow moves; with Shift, and without. */
const STEPS = { far: 0.1, near: 0.02 };
/** Percent that a press zooms. */
const ZOOM_STEP = 10;

const ARROWS: Record<string, { right: number; down: number }> = {
  ArrowLeft: { right: -1, down: 0 },
  ArrowRight: { right: 1, down: 0 },
  ArrowUp: { right: 0, down: -1 },
  ArrowDown: { right: 0, down: 1 },
};

/** The picture under a circle: dragged, pinched, turned by the wheel, or moved by keys. The circle stays where it is. */
export function CropStage({ picture: { address, size }, framing, onChange }: Props) {
  const t = useTranslations('photo');
  const stage = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());

  // The circle moves over the picture where the picture is moved under the circle.
  const move = (right: number, down: number) =>
    onChange((now) => moved(now, size, { right: -right, down: -down }));
  const zoom = (by: (now: number) => number) => onChange((now) => zoomedTo(now, size, by(now.zoom)));

  function drag(event: PointerEvent<HTMLDivElement>) {
    const before = fingers.current.get(event.pointerId);
    if (!before) return;
    const after = { x: event.clientX, y: event.clientY };
    const [other] = [...fingers.current].flatMap(([id, at]) => (id === event.pointerId ? [] : [at]));
    fingers.current.set(event.pointerId, after);
    const across = event.currentTarget.clientWidth * CIRCLE * fingers.current.size;
    move((after.x - before.x) / across, (after.y - before.y) / across);
    if (other && distance(before, other) > 0)
      zoom((now) => now * (distance(after, other) / distance(before, other)));
  }

  function press(event: KeyboardEvent) {
    const arrow = ARROWS[event.key];
    const step = event.shiftKey ? STEPS.far : STEPS.near;
    if (arrow) move(arrow.right * step, arrow.down * step);
    else if (event.key === '+' || event.key === '=') zoom((now) => now + ZOOM_STEP);
    else if (event.key === '-') zoom((now) => now - ZOOM_STEP);
    else return;
    event.preventDefault();
  }

  const turnWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    zoom((now) => now * Math.exp(-event.deltaY / 500));
  });
  useEffect(() => {
    const element = stage.current;
    // React listens passively, and the dialog would scroll as well.
    const listener = (event: WheelEvent) => turnWheel(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);

  const release = (event: PointerEvent) => fingers.current.delete(event.pointerId);
  const { rotation, x, y } = framing;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application has keys of its own
    <div
      ref={stage}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys.
      tabIndex={0}
      aria-label={t('stage')}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      }}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      className="relative mx-auto aspect-square w-full max-w-80 cursor-move touch-none select-none overflow-hidden rounded-md bg-surface-sunken"
    >
      {/* biome-ignore lint/performance/noImgElement: it is on this device alone. */}
      <img
        src={address}
        alt=""
        draggable={false}
        style={{
          inlineSize: `${(size.width / sideOf(framing, size)) * CIRCLE * 100}%`,
          transform: `translate(-50%, -50%) rotate(${rotation}deg) translate(${(0.5 - x) * 100}%, ${(0.5 - y) * 100}%)`,
        }}
        className="pointer-events-none absolute top-1/2 left-1/2 h-auto max-w-none"
      />
      <div className="pointer-events-none absolute inset-[7%] rounded-full border-2 border-accent-text shadow-[0_0_0_100vmax_var(--color-backdrop)]" />
    </div>
  );
}

function distance(one: { x: number; y: number }, other: { x: number; y: number }) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
