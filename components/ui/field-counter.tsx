import { clsx } from 'clsx';

type Props = {
  /** What is used and what is allowed, counted as the server counts. */
  used: number;
  limit: number;
  /** The same in words: "12 of 500 characters". */
  text: string;
};

/** How much of a limit is used. Read out only from nine tenths on: a voice after every key would be in the way. */
export function FieldCounter({ used, limit, text }: Props) {
  return (
    <>
      <span className={clsx('tabular', used > limit && 'font-medium text-danger-text')}>{text}</span>
      <span role="status" className="sr-only">
        {used >= limit * 0.9 ? text : ''}
      </span>
    </>
  );
}
