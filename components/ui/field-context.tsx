'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** What a Field tells the control inside it. */
export type FieldControl = {
  id?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling' | undefined;
};

const FieldContext = createContext<FieldControl>({});

/** Lets the control within find its label, description and error. */
export function FieldProvider({ control, children }: { control: FieldControl; children: ReactNode }) {
  return <FieldContext value={control}>{children}</FieldContext>;
}

/** The control's own props, completed with id, description and error of the Field around it. */
export function useFieldControl<Props extends FieldControl>(props: Props): Props & FieldControl {
  const field = useContext(FieldContext);
  const describedBy = [props['aria-describedby'], field['aria-describedby']].filter(Boolean).join(' ');
  return {
    ...field,
    ...props,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': props['aria-invalid'] ?? field['aria-invalid'],
  };
}
