import { bool, id, nullable, onCreate, one, oneOf, readOnly, text, time } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { componentsOf } from './components.ts';

const TYPES = ['Incident Welcome Email', 'Case Welcome Email'] as const;
export type EmailTemplateType = (typeof TYPES)[number];

const type = oneOf([...TYPES]);

/** A project's own words for a mail that Tocsin sends, in place of the built-in ones. */
export const emailTemplates = resource({
  table: 'email_templates',
  path: '/email_template',
  tag: 'email_template',
  noun: 'e-mail template',
  model: 'EmailTemplates',
  fields: {
    id: id(),
    email_template_type: { ...type, input: nullable(type.read) },
    welcome_text: text({ maxLength: 500 }),
    welcome_body: text({ maxLength: 20_000 }),
    components: text({ maxLength: 2000, examples: ['["Title", "Status", "Commander"]'] }),
    enabled: bool(),
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
    project: onCreate(one(ProjectRead, 'project_id', { orDefault: true })),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  substring: ['email_template_type'],
  hooks: {
    beforeWrite: async (_tx, row) => {
      componentsOf((row.components ?? null) as string | null);
    },
  },
});
