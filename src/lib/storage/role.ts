/**
 * What this thread last knew of its role per database. The page's file client asks here before it lets its worker
 * write, since a worker holds no pen of its own.
 */
import type { Role } from '../engine/ports';
import { DATABASE_NAME } from './database';

const roles = new Map<string, Role>();

export function rememberRole(name: string, role: Role | null): void {
	if (role) roles.set(name, role);
	else roles.delete(name);
}

/** False only where a store is open here and follows another tab. */
export const mayWrite = (name: string = DATABASE_NAME): boolean => roles.get(name) !== 'follower';
