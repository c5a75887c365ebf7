import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { echoed, type Finder, id, integer, nullable, onCreate, one, oneOf, readOnly, text, theOne, time } from '../../core/field.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { rowId } from '../../lib/row-id.ts';
import { ProjectRead } from '../organizations/index.ts';
import { incidentView } from '../participants/index.ts';
import { IndividualReadMinimal } from '../people/index.ts';
import { creatorOf, formTypes } from './form-types.ts';
import { answersOf, scoreOf, scoringRules } from './json-fields.ts';
import { formView, seesAttorneys } from './rules.ts';

type Row = Record<string, unknown>;

const LONGEST = 200_000;
const oneOrNothing = <const V extends string[]>(values: V) => {
  const field = oneOf(values);
  return { ...field, input: nullable(field.read) };
};

/** The contract's enumeration and its clients have different words for the same; both are kept as they are sent. */
const STATUSES = ['New', 'Draft', 'Complete', 'Completed'];
const ATTORNEY_STATUSES = ['Not reviewed', 'Reviewed: no action required', 'Reviewed: action required', 'Reviewed: follow up required'];

const FormIncident = shape('FormIncident', 'incidents', { id: id(), name: text(), title: text() });
const answers = (example: string) => text({ maxLength: LONGEST, examples: [example] });

/** What attorneys write; `core/filter.ts` keeps filters and sorts away from the same columns. */
const attorneys = {
  attorney_form_data: answers('{"notify": "no"}'),
  attorney_questions: text({ maxLength: LONGEST }),
  attorney_analysis: text({ maxLength: LONGEST }),
} as const;

const fields = {
  id: id(),
  form_type: onCreate(one(formTypes.read, 'form_type_id', { inProject: true })),
  creator: echoed(one(IndividualReadMinimal, 'creator_id')),
  form_data: answers('{"cause": "human"}'),
  status: oneOrNothing(STATUSES),
  attorney_status: oneOrNothing(ATTORNEY_STATUSES),
  ...attorneys,
  project: onCreate(theOne(ProjectRead, 'project_id')),
  incident: onCreate(one(FormIncident, 'incident_id', { find: visibleIncident })),
  score: echoed(integer()),
  created_at: readOnly(time()),
  updated_at: readOnly(time()),
} as const;

const withoutAttorneys = shape('FormsRead', 'forms', {
  ...fields,
  ...Object.fromEntries(Object.entries(attorneys).map(([key, field]) => [key, { ...field, sql: () => 'null' }])),
});

/** A form that somebody filled in, mostly about an incident. */
export const forms = resource({
  table: 'forms',
  path: '/forms',
  tag: 'forms',
  noun: 'form',
  model: 'Forms',
  fields,
  rules: { list: member, get: member },
  visible: (ctx, alias) => allowed(ctx, formView, alias),
  seenBy: (ctx) => (seesAttorneys(ctx) ? undefined : withoutAttorneys),
  substring: ['form_data'],
  hooks: {
    beforeWrite: async (tx, row, _input, formId) => {
      if (!seesAttorneys(tx)) for (const key of ['attorney_status', ...Object.keys(attorneys)]) delete row[key];
      answersOf('attorney_form_data', row.attorney_form_data as string | null);
      if (formId === undefined) row.creator_id = await creatorOf(tx, row);
      row.score = await scoreFor(tx, row, formId);
    },
  },
});

/** The score is of the answers and the type's rules as they are now, whatever the client says. */
async function scoreFor(tx: Context, row: Row, formId: number | undefined): Promise<number> {
  const current = formId === undefined ? undefined : await currentForm(tx, formId);
  const given = answersOf('form_data', (row.form_data === undefined ? current?.form_data : row.form_data) as string | null);
  const typeId = (formId === undefined ? row.form_type_id : current?.form_type_id) as number | null | undefined;
  if (!typeId) return 0;
  const type = await tx.db
    .selectFrom('form_types')
    .select(['enabled', 'scoring_schema'])
    .where('id', '=', typeId)
    .executeTakeFirstOrThrow();
  if (formId === undefined && !type.enabled) throw invalid('form_type', 'This form is not in use any more; choose another.');
  return scoreOf(scoringRules(type.scoring_schema), given);
}

const currentForm = (tx: Context, formId: number) =>
  tx.db.selectFrom('forms').select(['form_type_id', 'form_data']).where('id', '=', formId).executeTakeFirst();

/** An incident that is hidden from the caller and one that is not there look the same. */
async function visibleIncident(...[tx, loc, value]: Parameters<Finder>): Promise<number> {
  const wantedId = rowId(value.id) ?? null;
  const { rows } = await sql<{ id: number }>`
    select i.id from incidents i
    where i.organization_id = ${tx.tenant.id} and (i.id = ${wantedId} or i.name = ${String(value.name ?? '')}) and ${allowed(tx, incidentView, 'i')}
    order by (i.id = ${wantedId}) is true desc limit 1`.execute(tx.db);
  if (!rows[0]) throw invalid(loc.join('.'), 'There is no such incident, or you may not see it.');
  return rows[0].id;
}
