import { useEffect } from 'react';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';

/**
 * What was typed before the code of the page was there stays, as unsaved changes. react-hook-form takes it over
 * where an element differs from its `defaultValue`, so each has to have one, but then it tells nobody; this does.
 */
export function useTypedEarly<Values extends FieldValues, Context, Output>({
  getValues,
  getFieldState,
  reset,
}: UseFormReturn<Values, Context, Output>) {
  useEffect(() => {
    const values = getValues();
    const isChanged = (name: string) => getFieldState(name as Path<Values>).isDirty;
    if (Object.keys(values).some(isChanged)) reset(values, { keepDefaultValues: true, keepFieldsRef: true });
  }, [getValues, getFieldState, reset]);
}
