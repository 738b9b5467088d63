/**
 * The codes as they are read and printed: each on one line, in figures of one width. `data-print-sheet` has a printer print
 * this and nothing else of the page (app/globals.css).
 */
export function CodesSheet({ codes, heading, about }: { codes: string[]; heading: string; about: string }) {
  return (
    <div data-print-sheet className="rounded-md border bg-surface-sunken p-4 print:bg-transparent print:p-0">
      <div className="hidden print:block">
        <p className="font-medium">{heading}</p>
        <p className="mb-4">{about}</p>
      </div>
      <ol className="grid list-none gap-x-8 gap-y-2 font-mono text-md min-[26rem]:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
    </div>
  );
}
