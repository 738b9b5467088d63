/**
 * Why a start is not possible. The message is one plain sentence or two for the person at the terminal: what is wrong
 * and what to do. It holds no secret; whoever started things prints it and ends with code 1, without a stack.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The code of a failed system call (`EACCES`), of a Node error or of PostgreSQL (`28P01`); empty when there is none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
