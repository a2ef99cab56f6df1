/** Every version of the database, oldest first: the length of this list is the version. Never change a past entry. */
import type { Migration } from '../database';
import { first } from './first';

export const MIGRATIONS: readonly Migration[] = [first];
