/** No figure of the front page is counted further than that: "10 000 and more" says as much as the number. */
export const MOST_COUNTED = 10_000;
