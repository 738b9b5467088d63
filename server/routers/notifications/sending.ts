/** What stands right below `notifications`: what other services send. */
export const sending = {};
