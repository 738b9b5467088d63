import { OTHERS } from './others';
import { READING } from './reading';
import type { Subject } from './subject';
import { WRITING } from './writing';

/** Every line of requests over HTTP, in the order in which they are measured. */
export const SUBJECTS: Subject[] = [...READING, ...WRITING, ...OTHERS];
