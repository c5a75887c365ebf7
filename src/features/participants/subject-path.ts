import type { SubjectRef } from '../../core/jobs.ts';

/** Where the operations on one kind of subject are found. */
export type SubjectPath = {
  kind: SubjectRef['kind'];
  /** `/{organization}/cases/{case_id}` */
  path: string;
  /** the row that the rule of such a route is about */
  row: { table: string; param: string };
  /** @returns the subject that a request names */
  of(params: Record<string, unknown>): SubjectRef;
};

const pathOf = (kind: SubjectRef['kind']): SubjectPath => ({
  kind,
  path: `/{organization}/${kind}s/{${kind}_id}`,
  row: { table: `${kind}s`, param: `${kind}_id` },
  of: (params) => ({ kind, id: params[`${kind}_id`] as number }),
});

/** @returns the routes that incidents and cases have alike, from one declaration */
export const ofBothSubjects = <R>(make: (at: SubjectPath) => R[]): R[] => [...make(pathOf('incident')), ...make(pathOf('case'))];
