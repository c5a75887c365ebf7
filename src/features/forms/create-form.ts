import Type, { type Static, type TObject } from 'typebox';
import type { Context } from '../../core/context.ts';
import { Id, nullable } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { createOne } from '../../core/write.ts';
import { forms } from './forms.ts';

const id = () => Type.Optional(nullable(Id));

/** What a form is about is named by ids, as the contract has it, or by objects as in what is read. */
export const FormsCreate = named(
  'FormsCreate',
  Type.Object({ ...(forms.createSchema as TObject).properties, form_type_id: id(), project_id: id(), incident_id: id() }),
);

type Ids = Pick<Static<typeof FormsCreate>, 'form_type_id' | 'project_id' | 'incident_id'>;

/** Keeps what somebody filled in, in the caller's name. @returns the JSON text of the form */
export function createForm(ctx: Context, input: Record<string, unknown>): Promise<string> {
  const { form_type_id, project_id, incident_id } = input as Ids;
  const named = (key: string, given: number | null | undefined) => input[key] ?? (given ? { id: given } : undefined);
  return createOne(ctx, forms, {
    ...input,
    form_type: named('form_type', form_type_id),
    project: named('project', project_id),
    incident: named('incident', incident_id),
  });
}
