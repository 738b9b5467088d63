/** Recovery codes as a text file, with lines that end as every system reads them. */
export function codesFile({ heading, about, codes }: { heading: string; about: string; codes: string[] }) {
  return [heading, about, '', ...codes, ''].join('\r\n');
}
