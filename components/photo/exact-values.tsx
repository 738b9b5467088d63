'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { FramingProps } from './crop-controls';
import { MAX_ZOOM, middleOf, movedTo, turnedTo, zoomedTo } from './framing';

/** The same by numbers, for whoever wants it exact. */
export function ExactValues({ size, framing, onChange }: FramingProps) {
  const t = useTranslations('photo');
  const { left, top } = middleOf(framing, size);
  return (
    <details className="text-md">
      <summary className="w-fit cursor-pointer py-1 font-medium">{t('exact')}</summary>
      <div className="mt-2 grid grid-cols-2 items-end gap-3">
        <NumberField
          label={t('zoomExact')}
          value={framing.zoom}
          min={100}
          max={MAX_ZOOM}
          onChange={(zoom) => onChange((now) => zoomedTo(now, size, zoom))}
        />
        <NumberField
          label={t('rotationExact')}
          value={framing.rotation}
          min={-180}
          max={180}
          onChange={(rotation) => onChange((now) => turnedTo(now, rotation))}
        />
        <NumberField
          label={t('left')}
          value={left}
          min={0}
          max={100}
          onChange={(to) => onChange((now) => movedTo(now, size, { left: to, top: middleOf(now, size).top }))}
        />
        <NumberField
          label={t('top')}
          value={top}
          min={0}
          max={100}
          onChange={(to) =>
            onChange((now) => movedTo(now, size, { left: middleOf(now, size).left, top: to }))
          }
        />
      </div>
    </details>
  );
}

interface NumberProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

/** While it is typed in it keeps what was typed; then it shows what that came to. */
function NumberField({ label, value, min, max, onChange }: NumberProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Field label={label}>
      <Input
        type="number"
        inputMode="decimal"
        min={min}
        max={max}
        step={1}
        value={typed ?? Math.round(value * 10) / 10}
        onChange={(event) => {
          setTyped(event.target.value);
          if (Number.isFinite(event.target.valueAsNumber)) onChange(event.target.valueAsNumber);
        }}
        onBlur={() => setTyped(undefined)}
      />
    </Field>
  );
}
