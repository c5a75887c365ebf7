/** Roles in an organization, lowest first: each includes those before it. */
export const ROLES = ['Member', 'Admin', 'Manager', 'Owner'] as const;
export type Role = (typeof ROLES)[number];

/** @returns whether `role` is `wanted` or stands above it; false for somebody without a role */
export const atLeast = (role: Role | undefined, wanted: Role) => role !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(wanted);
