import type { Context } from '../../core/context.ts';
import { bool, echoed, id, name, onCreate, one, readOnly, text, time } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ServiceRead } from '../oncall/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { callerIndividual, IndividualReadMinimal } from '../people/index.ts';
import { questionsOf, scoringRules } from './json-fields.ts';

type Row = Record<string, unknown>;

const LONGEST = 200_000;
const schema = (example: string) => text({ maxLength: LONGEST, examples: [example] });

/** What a form asks, what attorneys ask about it, how it is scored and whom it is told to. */
export const formTypes = resource({
  table: 'form_types',
  path: '/forms_type',
  tag: 'forms_type',
  noun: 'form type',
  model: 'FormsType',
  param: 'forms_type_id',
  fields: {
    id: id(),
    name: { ...name(), required: false },
    description: text(),
    enabled: bool(),
    form_schema: schema('[{"type": "text", "name": "cause", "title": "What caused it?"}]'),
    attorney_form_schema: schema('[{"type": "boolean", "name": "notify", "title": "Must anybody be notified?"}]'),
    scoring_schema: schema('[{"var": "cause", "includes": ["human"], "score": 5}]'),
    creator: echoed(one(IndividualReadMinimal, 'creator_id')),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
    service: one(ServiceRead, 'service_id', { inProject: true }),
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
  },
  rules: { list: member, get: member, create: admin },
  hooks: {
    beforeWrite: async (tx, row, _input, typeId) => {
      requireSchemas(row);
      if (typeId === undefined) row.creator_id = await creatorOf(tx, row);
    },
  },
});

function requireSchemas(row: Row) {
  for (const field of ['form_schema', 'attorney_form_schema']) questionsOf(field, row[field] as string | null);
  scoringRules(row.scoring_schema as string | null);
}

/** The caller as a person of the record's project, made when nobody has met them there. */
export const creatorOf = async (tx: Context, row: Row) => (await callerIndividual(tx, Number(row.project_id))).id;
