/** A receipt as it is downloaded: the document byte for byte as it was signed, and the signature. */
export function writeFile({ document, signature }: { document: string; signature: string }) {
  return `${JSON.stringify({ document, signature }, null, 2)}\n`;
}
