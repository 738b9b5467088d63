import { useId } from 'react';

type Props = {
  label: string;
  value: number;
  max?: number | undefined;
  /** The value in words: "3 of 12 files". */
  text: string;
};

/** How far something has come, in words and as a bar. */
export function Progress({ label, value, max = 100, text }: Props) {
  const id = useId();
  const share = Math.min(1, Math.max(0, value / max));
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-md">
        <span id={id} className="font-medium">
          {label}
        </span>
        <span className="tabular text-text-muted">{text}</span>
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-surface-hover forced-colors:border"
      >
        <div
          style={{ inlineSize: `${share * 100}%` }}
          className="h-full rounded-full bg-accent transition-all forced-colors:bg-[Highlight]"
        />
      </div>
    </div>
  );
}
