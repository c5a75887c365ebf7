import type { OneMemberQuery } from '../../../api/documents.ts';

/** One member with all that their page shows at once. */
export type Member = Extract<NonNullable<OneMemberQuery['node']>, { id: string }>;
