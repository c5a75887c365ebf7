import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { type Component, componentsOf } from './components.ts';
import type { EmailTemplateType } from './resource.ts';

const TYPE_OF: Record<SubjectRef['kind'], EmailTemplateType> = { incident: 'Incident Welcome Email', case: 'Case Welcome Email' };

/** `text` is the heading, `body` what follows it, both with `{{placeholders}}`; `components` the sections below them, in their order. */
export type WelcomeTemplate = { text: string | null; body: string | null; components: readonly Component[] };

/** @returns the project's own welcome for people who come to such a subject; undefined when it has none, or it is switched off */
export async function welcomeTemplate(ctx: Context, projectId: number, kind: SubjectRef['kind']): Promise<WelcomeTemplate | undefined> {
  const template = await ctx.db
    .selectFrom('email_templates')
    .select(['welcome_text as text', 'welcome_body as body', 'components'])
    .where('organization_id', '=', ctx.tenant.id)
    .where('project_id', '=', projectId)
    .where('email_template_type', '=', TYPE_OF[kind])
    .where('enabled', '=', true)
    .executeTakeFirst();
  return template && { ...template, components: componentsOf(template.components) };
}
