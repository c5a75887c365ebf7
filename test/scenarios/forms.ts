import assert from 'node:assert/strict';
import type { Context } from '../../src/core/context.ts';
import { anOrganization, asUser, inject } from '../harness.ts';

type Made = Record<string, unknown> & { id: number };
export type Form = Made & {
  creator: { id: number; email: string };
  form_type: { id: number; name: string } | null;
  incident: { id: number } | null;
  project: { id: number };
  score: number;
  status: string;
  form_data: string | null;
  attorney_status: string;
  attorney_analysis: string | null;
};

export const FORMS = '/{organization}/forms';
export const FORM_TYPES = '/{organization}/forms_type';

export const CAUSES = {
  form_schema: JSON.stringify([
    { type: 'select', name: 'cause', title: 'What caused it?', options: ['human', 'machine'], multiple: true },
    { type: 'boolean', name: 'personal', title: 'Were personal data touched?' },
  ]),
  scoring_schema: JSON.stringify([
    { var: 'cause', includes: ['human', 'unknown'], score: 5 },
    { var: 'personal', includes: [true], score: 20 },
  ]),
};

export async function made<T extends Made = Made>(ctx: Context, path: string, body: object): Promise<T> {
  const answer = await inject(ctx, { method: 'POST', path, body });
  assert.equal(answer.status, 200, `${path} ${answer.text}`);
  return answer.json<T>();
}

/** An organization with a form type, a member who fills in and another one. */
export async function aFormType(more: object = {}) {
  const organization = await anOrganization();
  const type = await made(organization.ctx, FORM_TYPES, { name: 'Causes', project: organization.project, ...CAUSES, ...more });
  return { ...organization, type, author: await asUser(organization.ctx, 'Member'), other: await asUser(organization.ctx, 'Member') };
}
