'use client';

import { type ReactNode, useId } from 'react';

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  /** The value in words, also read out. */
  text: string;
  onChange: (value: number) => void;
  /** Buttons beside it. */
  before: ReactNode;
  after: ReactNode;
}

/** Drawn by ourselves: the browser's own track is glaring in the dark. */
const classes =
  'h-9 min-w-0 flex-1 cursor-pointer appearance-none bg-transparent pointer-coarse:h-11 [&::-moz-range-thumb]:size-5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-2 [&::-moz-range-thumb]:border-surface-raised [&::-moz-range-thumb]:bg-accent [&::-moz-range-track]:h-1.5 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-border-strong [&::-webkit-slider-runnable-track]:h-1.5 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-border-strong [&::-webkit-slider-thumb]:-mt-[7px] [&::-webkit-slider-thumb]:size-5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-surface-raised [&::-webkit-slider-thumb]:bg-accent forced-colors:[&::-webkit-slider-runnable-track]:border forced-colors:[&::-webkit-slider-thumb]:bg-[Highlight]';

/** A value that is set by eye, between two buttons that change it step by step. */
export function Slider({ label, value, min, max, text, onChange, before, after }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-4 text-md">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span className="tabular text-text-muted">{text}</span>
      </div>
      <div className="flex items-center gap-2">
        {before}
        <input
          id={id}
          type="range"
          min={min}
          max={max}
          step={1}
          value={value}
          aria-valuetext={text}
          onChange={(event) => onChange(event.target.valueAsNumber)}
          className={classes}
        />
        {after}
      </div>
    </div>
  );
}
