'use client';

import { useId } from 'react';
import { NativeSelect } from '@/components/ui/native-select';

interface Props<Value extends string> {
  id?: string | undefined;
  name: string;
  /** What stands beside the list; it is part of `fullName`, so that whoever says it finds the control. */
  label: string;
  /** "Who sees your e-mail address". */
  fullName: string;
  /** What follows from the choice, or what it means. */
  note?: string | undefined;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** One thing and for whom it is: the label at the start of the line, the list of choices at its end. */
export function ChoiceRow<Value extends string>(props: Props<Value>) {
  const { name, label, fullName, note, options, value } = props;
  const ownId = useId();
  const id = props.id ?? ownId;
  return (
    <div className="grid gap-x-6 gap-y-1.5 py-3.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(0,1fr)_minmax(0,17rem)] sm:items-center">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium text-md">
          {label}
        </label>
        <p id={`${id}-note`} className="text-sm text-text-muted empty:hidden">
          {note}
        </p>
      </div>
      <NativeSelect
        id={id}
        name={name}
        aria-label={fullName}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        options={options}
        value={value}
        onChange={(event) => {
          const option = options.find((each) => each.value === event.target.value);
          if (option) props.onChoose(option.value);
        }}
      />
    </div>
  );
}
